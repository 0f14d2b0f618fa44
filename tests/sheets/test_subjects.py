import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.networks.labels import imagenet_names
from activation_atlas.sheets.subjects import SUBJECTS, subjects


def test_imagenet_shows_the_classes_of_the_review():
    assert subjects(imagenet_names()) == [954, 543, 251, 783, 776, 144]
    for name, index in SUBJECTS.items():
        assert imagenet_names()[index].lower()[:3] == name[:3]


def test_another_network_shows_as_many_of_its_own():
    assert subjects([f"class {index}" for index in range(12)]) == [0, 2, 4, 6, 8, 10]
    assert subjects(["cat", "dog"]) == [0, 1]


def test_chosen_classes_come_in_their_order_and_once():
    assert subjects(["cat", "dog", "cow"], ["cow", 0, "2"]) == [2, 0]
    with pytest.raises(AtlasError, match="no class 'cown'.*'cow'"):
        subjects(["cat", "dog", "cow"], ["cown"])
