from pathlib import Path

from activation_atlas.dictionaries.paths import dictionary_path, images_of, layers_of
from activation_atlas.settings import RunSettings, parse


def settings(**dictionaries: object) -> RunSettings:
    return parse(RunSettings, {"dictionaries": dictionaries})


def test_images_of_one_name_have_folders_of_their_own():
    given = ["a/cat.jpg", "b/cat.png", "cat-2", "ein Bild.jpg", "…/…"]
    names = images_of(settings(images=given))
    assert list(names.values()) == given
    assert list(names) == ["cat", "cat-2", "cat-2-2", "ein-Bild", "image"]


def test_nothing_leaves_the_folder_of_the_run():
    (name,) = images_of(settings(images=["../../secret/.."]))
    path = dictionary_path(Path("run"), name, "layer")
    assert Path("run") in path.parents and ".." not in path.parts


def test_layers_are_those_of_the_network_unless_others_are_named():
    assert layers_of(settings()) == ["blocks.6.0", "blocks.4.2"]
    assert layers_of(settings(layers=["blocks.2.1"])) == ["blocks.2.1"]
