from pathlib import Path

from activation_atlas.paths import dictionary_path
from activation_atlas.settings import RunSettings, parse
from activation_atlas.settings.derived import (
    dictionary_images,
    dictionary_layers,
    maps_of,
    subset_of,
)


def settings(**dictionaries: object) -> RunSettings:
    return parse(RunSettings, {"dictionaries": dictionaries})


def test_maps_share_a_search_when_metric_samples_and_fit_agree():
    maps = {
        "one": {"neighbours": 10},
        "two": {"method": "tsne"},
        "other": {"metric": "euclidean"},
        "class": {"class": "Golden retriever", "samples": 50, "fit": 40},
    }
    settings = parse(RunSettings, {"maps": maps})
    names = {name: subset_of(chosen) for name, chosen in settings.maps.items()}
    assert names == {
        "one": "all-cosine-fit200000",
        "two": "all-cosine-fit200000",
        "other": "all-euclidean-fit200000",
        "class": "class-golden-retriever-top50-cosine-fit40",
    }
    assert list(maps_of("all-cosine-fit200000", settings)) == ["one", "two"]


def test_images_of_one_name_have_folders_of_their_own():
    given = ["a/cat.jpg", "b/cat.png", "cat-2", "ein Bild.jpg", "…/…"]
    names = dictionary_images(settings(images=given))
    assert list(names.values()) == given
    assert list(names) == ["cat", "cat-2", "cat-2-2", "ein-Bild", "image"]


def test_nothing_leaves_the_folder_of_the_run():
    (name,) = dictionary_images(settings(images=["../../secret/.."]))
    path = dictionary_path(Path("run"), name, "layer")
    assert Path("run") in path.parents and ".." not in path.parts


def test_layers_are_those_of_the_network_unless_others_are_named():
    assert dictionary_layers(settings()) == ["blocks.6.0", "blocks.4.2"]
    assert dictionary_layers(settings(layers=["blocks.2.1"])) == ["blocks.2.1"]
