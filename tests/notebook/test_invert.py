from dataclasses import replace

import pytest

import activation_atlas as atlas
from activation_atlas.errors import AtlasError
from activation_atlas.recipes import INVERSIONS

LAYER = "blocks.2.1"


@pytest.fixture(autouse=True)
def short(monkeypatch) -> None:
    for name, inversion in list(INVERSIONS.items()):
        recipe = inversion.recipe.with_steps(3)
        monkeypatch.setitem(INVERSIONS, name, replace(inversion, recipe=recipe))


@pytest.mark.parametrize("recipe", INVERSIONS)
def test_a_photo_gives_a_picture_of_its_shape(recipe):
    made = atlas.invert("chelsea", LAYER, recipe, size=48)  # 451 × 300 pixels
    assert made.image.size == (48, 32)
    assert made.curve.shape == (3,)
    told = made.settings
    assert (told["layer"], told["size"], list(told["recipes"])) == (LAYER, [32, 48], [recipe])


def test_the_seed_decides_the_picture():
    one, same, other = (
        atlas.invert("coffee", LAYER, "caricature", size=48, seed=seed) for seed in (1, 1, 2)
    )
    assert one.image.tobytes() == same.image.tobytes() and one.settings == same.settings
    assert one.settings["digest"] != other.settings["digest"]
    assert one.settings["photo"] == other.settings["photo"]


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"image": "chelsee"}, "'chelsea'"),
        ({"layer": "blocks.2.9"}, "'blocks.2.1'"),
        ({"recipe": "caricatur"}, "no recipe 'caricatur'. Did you mean 'caricature'"),
        ({"size": 100_000}, "100000 pixels a side; give at most 4096"),
        (
            {"recipe": "olah2017"},
            "no recipe of photos 'olah2017'. There are mahendran2015, caricature",
        ),
        ({"size": 0}, "can't have 0 pixels"),
        ({"size": 20}, "less than 32"),
    ],
)
def test_a_mistake_is_one_sentence(changed, told):
    given = {"image": "chelsea", "layer": LAYER, "size": 48} | changed
    with pytest.raises(AtlasError) as error:
        atlas.invert(**given)
    assert told in str(error.value) and "\n" not in str(error.value)
