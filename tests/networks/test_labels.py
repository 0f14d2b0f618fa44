from collections import Counter

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.networks.families import FAMILIES, imagenet_families
from activation_atlas.networks.labels import (
    class_families,
    class_index,
    class_names,
    class_number,
    imagenet_names,
)


def test_imagenets_names_are_short_and_unique():
    names = class_names(1000)
    assert len(set(names)) == 1000
    assert names[:2] == ["tench", "goldfish"]
    assert names[281] == "tabby"
    assert [names[134], names[517]] == ["crane (134)", "crane (517)"]


def test_other_networks_have_numbers():
    assert class_names(3) == ["class 0", "class 1", "class 2"]
    assert class_families(class_names(3)) is None


def test_names_from_a_file(tmp_path):
    file = tmp_path / "names.txt"
    file.write_text("Straße\nriver \n\n", encoding="utf-8")
    assert class_names(2, str(file)) == ["Straße", "river"]
    with pytest.raises(AtlasError, match="names.txt has 2 names, but the network has 3 classes"):
        class_names(3, str(file))
    with pytest.raises(AtlasError, match="no file .*absent.txt"):
        class_names(3, str(tmp_path / "absent.txt"))
    (tmp_path / "latin.txt").write_bytes("Straße".encode("latin-1"))
    with pytest.raises(AtlasError, match="latin.txt can't be read as UTF-8"):
        class_names(1, str(tmp_path / "latin.txt"))


@pytest.mark.parametrize(
    "family, inside",
    {
        "fish": ["tench", "stingray", "puffer", "sturgeon"],
        "birds": ["cock", "great grey owl", "black grouse", "albatross", "flamingo"],
        "amphibians": ["bullfrog", "axolotl", "European fire salamander"],
        "reptiles": ["loggerhead", "sidewinder", "triceratops"],
        "spiders and insects": ["tarantula", "centipede", "monarch", "ladybug"],
        "other invertebrates": ["trilobite", "jellyfish", "snail", "king crab", "starfish"],
        "dogs": ["Chihuahua", "Samoyed", "Mexican hairless"],
        "cats": ["tabby", "tiger", "lion", "cheetah"],
        "other mammals": ["koala", "killer whale", "red fox", "brown bear", "giant panda"],
        "vehicles": ["ambulance", "schooner", "airliner", "tractor", "steam locomotive"],
        "buildings and places": ["church", "castle", "pier", "suspension bridge", "bakery"],
        "clothing": ["jean", "kimono", "sombrero", "sock", "sunglasses"],
        "musical instruments": ["sax", "violin", "grand piano", "drum", "harp"],
        "food": ["banana", "pizza", "broccoli", "espresso", "eggnog", "guacamole"],
        "plants and fungi": ["daisy", "agaric", "hay", "acorn"],
        "landscapes": ["alp", "volcano", "seashore", "valley"],
        "people": ["ballplayer", "groom", "scuba diver"],
        "objects": ["hammer", "desk", "laptop", "toilet tissue", "bubble", "street sign"],
    }.items(),
)
def test_families(family, inside):
    families = dict(zip(imagenet_names(), class_families(class_names(1000))))
    assert {name: families[name] for name in inside} == dict.fromkeys(inside, family)


def test_families_do_not_overlap():
    listed = Counter()
    for ranges in FAMILIES.values():
        for part in ranges.split():
            first, _, last = part.partition("-")
            listed.update(range(int(first), int(last or first) + 1))
    assert set(listed.values()) == {1}
    assert imagenet_families().count("objects") == 1000 - len(listed)


@pytest.mark.parametrize(
    ("given", "number"), [("sax", 776), ("Saxophone", 776), ("crane (517)", 517), (954, 954)]
)
def test_a_class_of_imagenet_has_all_its_synonyms(given, number):
    assert class_number(given, imagenet_names()) == number


def test_a_synonym_of_two_classes_needs_an_index():
    with pytest.raises(AtlasError, match="Classes 134 and 517 are both called 'crane'"):
        class_number("crane", imagenet_names())


def test_other_networks_have_their_own_names():
    assert class_number("dog", ["cat", "dog"]) == 1
    with pytest.raises(AtlasError, match="no class 'saxophone'"):
        class_number("saxophone", ["cat", "dog"])


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
