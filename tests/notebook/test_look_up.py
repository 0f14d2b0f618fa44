import numpy as np
import pytest
from PIL import Image

import activation_atlas as atlas
from activation_atlas.dictionaries.reading import Region
from activation_atlas.errors import AtlasError
from activation_atlas.notebook import look_up as lookup
from activation_atlas.settings import IconsSettings, SpritesSettings

LAYERS = ["blocks.2.1", "blocks.4.2"]


@pytest.fixture(autouse=True)
def short(monkeypatch) -> None:
    monkeypatch.setattr(lookup, "SPRITES", SpritesSettings(size=32, steps=2))
    monkeypatch.setattr(lookup, "ICON", IconsSettings(size=32, steps=2))


def test_a_place_is_looked_up_at_every_layer():
    found = atlas.look_up("chelsea", layers=LAYERS, at=(0.4, 0.4), classes=["tabby"], size=64)
    assert list(found.reading.entries) == LAYERS and found.reading.names == ["tabby"]
    for layer, entries in found.reading.entries.items():
        activation = found.reading.whole.layers[layer].activation
        rows, columns = activation.shape[:2]
        assert entries.region == Region.at(int(0.4 * rows), int(0.4 * columns))
        vector = activation[entries.region.rows[0], entries.region.columns[0]]
        assert np.array_equal(entries.channels, np.argsort(-vector, kind="stable")[:4])
        assert found.settings["regions"][layer]["rows"] == list(entries.region.rows)
    assert found.image.width > 4 * 32


def test_the_whole_image_is_a_region():
    found = atlas.look_up("coffee", layers=LAYERS[:1], region=(0, 0, 1, 1), channels=2, size=64)
    (entries,) = found.reading.entries.values()
    activation = found.reading.whole.layers[LAYERS[0]].activation
    means = activation.mean((0, 1))
    assert entries.channels.tolist() == np.argsort(-means)[:2].tolist()
    assert np.allclose(entries.values, means[entries.channels], atol=1e-5)
    assert len(found.reading.names) == 5


def test_a_very_long_image_is_shown_whole(tmp_path):
    photo = Image.fromarray(np.tile(np.arange(200, dtype=np.uint8), (64, 4)))
    photo.resize((900, 64)).save(tmp_path / "band.png")
    found = atlas.look_up(str(tmp_path / "band.png"), layers=LAYERS[:1], size=512)
    assert found.reading.whole.image.shape == (36, 512, 3)
    assert found.image.width > lookup.SHOWN


def test_a_network_that_suggests_no_layer_is_one_sentence(monkeypatch):
    monkeypatch.setattr(lookup, "layer_table", lambda network: [])
    with pytest.raises(AtlasError, match="suggests no spatial layer: give some .--layers."):
        atlas.look_up("chelsea")


@pytest.mark.parametrize(
    "values, told",
    [
        ({"at": (1.2, 0.5)}, "1.2 lies outside the image"),
        ({"at": (0.5, -0.1)}, "-0.1 lies outside the image"),
        ({"region": (0.5, 0.1, 0.5, 0.9)}, "has no area"),
        ({"region": (0.1, 0.9, 0.5, 0.2)}, "has no area"),
        ({"classes": ["tabbi"]}, "no class 'tabbi'. Did you mean 'tabby'"),
        ({"classes": [1000]}, "Class 1000 doesn't exist"),
        ({"layers": ["blocks.4.22"]}, "Did you mean 'blocks.4.2'"),
        ({"channels": 0}, "at least 1 channel"),
        ({"image": "chelsee"}, "Did you mean 'chelsea'"),
        ({"size": 8}, "a size of at least 32"),
        ({"size": 0}, "a size of at least 32"),
        ({"classes": []}, "list of classes is empty"),
        ({"weights": "pretrained"}, "'weights' is 'pretrained'"),
        ({"file": "own.pth", "weights": "random"}, "own.pth is given, yet"),
        ({"at": (0, 0), "region": (0, 0, 1, 1)}, "leave out `at` or `region`"),
    ],
)
def test_a_mistake_is_one_sentence(values, told):
    with pytest.raises(AtlasError) as error:
        atlas.look_up(**{"image": "chelsea", "layers": LAYERS[:1], "size": 64} | values)
    assert told in str(error.value) and "\n" not in str(error.value)
