import pytest

from activation_atlas.classes import class_index
from activation_atlas.errors import AtlasError

NAMES = ["tench, Tinca tinca", "crane", "golden retriever", "crane"]


@pytest.mark.parametrize("given", [0, "0", "tench", "Tench", "Tinca tinca", "tench, Tinca tinca"])
def test_index_whole_name_and_synonyms_mean_the_same(given):
    assert class_index(given, NAMES) == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("golden retreiver", "no class 'golden retreiver'. Did you mean 'golden retriever'"),
        ("crane", "Classes 1 and 3 are both called 'crane': give the index"),
        (4, "Class 4 doesn't exist: the network has 4 classes"),
        (-1, "no class '-1'"),
        ("²", "no class '²'"),
    ],
)
def test_what_is_no_class_is_said(given, message):
    with pytest.raises(AtlasError, match=message):
        class_index(given, NAMES)
