import base64
import dataclasses

import numpy as np
import pytest
from datafiles import handed_over
from dictionary_fixture import ASKED, CROP, EXAMPLES, GROUPS, ICON, SPRITE, make_dictionaries
from fixture import CHANNELS, CLASSES, make_run, settings
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.paths import channels_data_path, image_data_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import DictionariesSettings, ImagesSettings
from activation_atlas.viewer import receive, sheets
from activation_atlas.viewer.dictionaries import origins
from activation_atlas.viewer.packed import pack
from activation_atlas.viewer.page import DICTIONARIES
from activation_atlas.viewer.readings import group_attribution, nearest_cells

LAYER = "blocks.4.2"


def unpacked(packed):
    return np.frombuffer(base64.b64decode(packed["half"]), "<f2") * np.float64(packed["scale"])


@pytest.fixture
def small(tmp_path):
    chosen = settings((3, 6), 32)
    make_run(tmp_path / "made", chosen)
    make_dictionaries(tmp_path / "made", chosen)
    return tmp_path / "made", chosen


@pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
def test_packed_values_keep_half_precision_at_any_size(size):
    values = np.random.default_rng(0).normal(0, size, (3, 4, 5)).astype(np.float32)
    error = np.abs(unpacked(pack(values)) - values.ravel())
    assert error.max() <= np.abs(values).max() * 2**-11
    assert not unpacked(pack(np.zeros(3))).any()


def test_nearest_cells_point_the_same_way_and_silence_has_none():
    means = np.random.default_rng(1).random((9, 6)).astype(np.float32)
    activation = 7 * means[[[4, 8], [0, 2]]]
    activation[1, 1] = 0
    index, cosine = nearest_cells(activation, means)
    assert index.tolist() == [[4, 8], [0, -1]]
    assert cosine[0] == pytest.approx(1, abs=1e-6) and cosine[1, 1] == 0


def test_groups_that_make_up_an_activation_make_up_its_attribution():
    random = np.random.default_rng(2)
    share, direction = random.random((5, 4, 3)), random.random((3, 7))
    gradient = random.normal(size=(2, 5, 4, 7))
    whole = ((share @ direction) * gradient).sum((1, 2, 3))
    assert group_attribution(share, direction, gradient).sum(1) == pytest.approx(whole)


def test_origins_are_where_the_catalogue_says(tmp_path):
    (tmp_path / "photos" / "cats").mkdir(parents=True)
    inside, outside = tmp_path / "photos/cats/one.png", tmp_path / "two.png"
    images = [str(inside), str(outside), "chelsea"]
    chosen = dataclasses.replace(
        settings(),
        images=ImagesSettings(source="folder", path=str(tmp_path / "photos")),
        dictionaries=DictionariesSettings(images=images),
    )
    assert origins(chosen) == {"cats/one.png": "one", "photos:chelsea": "chelsea"}


def test_same_run_gives_the_same_bytes_and_nothing_is_made_twice(small):
    run, chosen = small
    folder = STAGES["dictionaries"].make(run, chosen).parent

    def files():
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def inodes():
        kept = [channels_data_path(run, LAYER), image_data_path(run, "coffee")]
        return [path.stat().st_ino for path in kept]

    first, places = files(), inodes()
    STAGES["dictionaries"].make(run, chosen)
    assert files() == first and inodes() == places
    told = b"".join(content for path, content in first.items() if path.suffix in (".js", ".html"))
    assert str(run).encode() not in told


def test_images_and_layers_that_the_settings_no_longer_name_go(small):
    run, chosen = small
    STAGES["dictionaries"].make(run, chosen)
    fewer = DictionariesSettings(images=["coffee"], layers=[LAYER])
    STAGES["dictionaries"].make(run, dataclasses.replace(chosen, dictionaries=fewer))
    data = run / "dictionaries/index.data"
    assert sorted(path.name for path in (data / "images").iterdir()) == ["coffee", "coffee.json"]
    assert sorted(path.name for path in (data / "layers").iterdir()) == [LAYER, f"{LAYER}.json"]
    assert handed_over(run / "atlas" / DICTIONARIES) == {"photos:coffee": "coffee"}


def test_the_atlas_page_leaves_the_list_of_dictionaries_alone(small, tmp_path):
    run, chosen = small
    STAGES["dictionaries"].make(run, chosen)
    for layer in chosen.network.layers:
        for name in chosen.maps:
            facts = {"grids": {}, "classes": []}
            stores.write_manifest(run / "atlas/maps" / layer / name, facts, {})
    STAGES["page"].make(run, chosen)
    assert handed_over(run / "atlas" / DICTIONARIES)["photos:chelsea"] == "chelsea"
    (run / "atlas" / DICTIONARIES).unlink()
    STAGES["page"].make(run, chosen)
    assert handed_over(run / "atlas" / DICTIONARIES) == {}


def test_a_missing_dictionary_is_named(small):
    run, chosen = small
    stores.remove(run / "dictionaries/coffee/blocks.2.2.zarr")
    with pytest.raises(AtlasError, match="dictionaries/coffee/blocks.2.2.zarr is missing"):
        STAGES["dictionaries"].make(run, chosen)


def test_an_export_cut_short_leaves_no_seal(small, full_disk):
    run, chosen = small
    full_disk(receive)
    with pytest.raises(AtlasError, match="No space is left on the disk"):
        STAGES["dictionaries"].make(run, chosen)
    assert list((run / "dictionaries/index.data/images").iterdir()) == []


def test_data_files_say_what_the_stores_do(dictionaries):
    store = stores.read(dictionaries / "chelsea" / f"{LAYER}.zarr")
    folder = dictionaries / "index.data/images/chelsea" / LAYER
    reading = handed_over(folder / "reading.js")
    activation = store["activation"][:]
    height, width = activation.shape[:2]
    assert reading["shape"] == [height, width, CHANNELS]
    seen = unpacked(reading["activation"]).reshape(activation.shape)
    assert np.abs(seen - activation).max() < 1e-3 * activation.max()
    inner = np.linalg.norm(activation, axis=2)[1:-1, 1:-1]
    row, col = reading["strongest"]
    assert inner[row - 1, col - 1] == inner.max() == pytest.approx(reading["peak"])
    share = unpacked(reading["share"]).reshape(height, width, GROUPS)
    assert np.abs(share - store["group_share"][:]).max() < 1e-3
    for number, index in enumerate(ASKED["classes"]):
        told = handed_over(folder / f"class/{index}.js")
        wanted = activation * store["gradient"][number]
        added = unpacked(told["attribution"]).reshape(wanted.shape)
        assert np.abs(added - wanted).max() < 1e-3 * np.abs(wanted).max()
        assert len(told["groups"]) == GROUPS
    atlas = reading["atlas"]
    assert (atlas["map"], atlas["side"], atlas["cell"][0]) == ("umap", 16, None)
    cells = stores.read(dictionaries.parent / "cells" / LAYER / "umap/16.zarr")
    means = cells["activation"][:]
    likeness = (means @ activation[3, 5]) / np.linalg.norm(means, axis=1)
    best = likeness.argmax()
    place = 3 * width + 5
    assert atlas["cell"][place] == [cells["row"][best], cells["col"][best]]
    wanted = likeness[best] / np.linalg.norm(activation[3, 5])
    assert atlas["cosine"][place] == pytest.approx(wanted, abs=1e-3)


def test_manifest_names_only_the_classes_that_were_asked_for(dictionaries):
    manifest = handed_over(dictionaries / "index.data/manifest.js")
    assert [image["name"] for image in manifest["images"]] == ["chelsea", "coffee"]
    assert manifest["images"][0]["classes"] == ASKED["classes"]
    assert manifest["images"][0]["groups"] == {"blocks.2.2": GROUPS, LAYER: GROUPS}
    assert manifest["images"][0]["probabilities"] == ASKED["probabilities"]
    assert manifest["classes"] == {str(index): CLASSES[index] for index in ASKED["classes"]}
    assert manifest["layers"][0]["examples"][:4] == [EXAMPLES, 2, 0, EXAMPLES]
    assert "device" not in manifest and (manifest["images"][0]["width"] == 224)


def test_pictures_are_those_of_the_stores(dictionaries):
    data = dictionaries / "index.data"
    sprites = np.asarray(Image.open(data / "layers" / LAYER / "sprites.webp")).astype(float)
    assert sprites.shape[:2] == (5 * SPRITE, 5 * SPRITE)  # 24 channels
    first = stores.read(dictionaries.parent / "sprites" / LAYER / "00016.zarr")["icon"][1]
    row, col = divmod(17, 5)
    shown = sprites[row * SPRITE : (row + 1) * SPRITE, col * SPRITE : (col + 1) * SPRITE]
    assert np.abs(shown - first).mean() < 12
    icons = Image.open(data / "images/chelsea" / LAYER / "icons.webp")
    store = stores.read(dictionaries / "chelsea" / f"{LAYER}.zarr")
    height, width = store["cosine"].shape
    assert icons.size == (width * ICON, height * ICON)
    last = np.asarray(icons)[-ICON:, :ICON].astype(float)
    assert np.abs(last - store["icon"][height - 1, 0]).mean() < 12
    strips = data / "layers" / LAYER / "examples"
    assert Image.open(strips / "0.webp").size == (EXAMPLES * CROP, CROP)
    assert Image.open(strips / "1.webp").size == (2 * CROP, CROP)
    assert not (strips / "2.webp").exists()


def test_sheets_too_large_for_webp_are_made_smaller(tmp_path):
    pictures = np.zeros((1, 300, 60, 60, 3), np.uint8)
    pictures[0, -1] = 255
    sheets.write(tmp_path / "a.webp", pictures, 80)
    sheet = Image.open(tmp_path / "a.webp")
    assert sheet.size == (300 * 54, 54)
    assert np.asarray(sheet)[:, -50:].min() > 240 and np.asarray(sheet)[:, :-60].max() < 15
