import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.paths import dictionary_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from made_up import describe_network

SMALL = {"images": ["coffee"], "size": 64, "icon": 32, "steps": 1, "groups": 2}


def settings(**dictionaries: object) -> RunSettings:
    return parse(RunSettings, {"seed": 3, "dictionaries": SMALL | dictionaries})


def _made(run, **chosen: object) -> dict:
    return STAGES["dictionary"].make(run, settings(**chosen), image="coffee", layer="blocks.4.2")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple:
    run = describe_network(tmp_path_factory.mktemp("run"))
    return run, _made(run, classes=["espresso", 968])


def test_the_store_holds_all_that_the_page_needs(made):
    run, manifest = made
    group = stores.read(dictionary_path(run, "coffee", "blocks.4.2"))
    arrays = {name: group[name][...] for name in group.array_keys()}
    rows, columns, channels = arrays["activation"].shape
    assert channels == 112
    assert arrays["gradient"].shape == (2, rows, columns, channels)
    assert arrays["group_share"].shape == (rows, columns, 2)
    assert arrays["group_direction"].shape == (2, channels)
    assert arrays["icon"].shape == (rows, columns, 32, 32, 3)
    assert arrays["group_icon"].shape == (2, 32, 32, 3)
    assert np.isfinite(arrays["cosine"]).all() and arrays["cosine"].shape == (rows, columns)
    assert arrays["seen"].shape == (43, 64, 3)
    assert manifest["classes"] == [967, 968]


def test_what_is_whole_is_kept_and_what_changes_is_made_again(made):
    run, manifest = made
    path = stores.manifest_path(dictionary_path(run, "coffee", "blocks.4.2"))
    before = path.stat().st_mtime_ns
    same = _made(run, classes=["espresso", 968])
    assert same == manifest and path.stat().st_mtime_ns == before
    assert _made(run, classes=[967, "cup"])["digest"] == manifest["digest"]
    other = _made(run, classes=["espresso"])
    assert other["classes"] == [967] and other["digest"] != manifest["digest"]


@pytest.mark.parametrize(
    "values, told",
    [
        ({"classes": ["expresso"]}, "Did you mean 'espresso'"),
        ({"images": ["nowhere.png"]}, "nowhere.png"),
        ({"images": ["brick"], "size": 32, "classes": [1000]}, "Class 1000 doesn't exist"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path, values, told):
    chosen = settings(**values)
    name = values.get("images", ["coffee"])[0].removesuffix(".png")
    with pytest.raises(AtlasError) as error:
        STAGES["dictionary"].make(tmp_path, chosen, image=name, layer="blocks.4.2")
    assert told in str(error.value) and "\n" not in str(error.value)
