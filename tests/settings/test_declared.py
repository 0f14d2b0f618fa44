import pytest

from activation_atlas.settings import RunSettings, parse, plain
from activation_atlas.settings.declared import Declared, Undeclared, values_of

SETTINGS = parse(RunSettings, {"maps": {"a": {"sides": [4]}, "b": {"class": "tabby"}}})


def test_a_section_is_given_as_it_is_and_a_value_through_views():
    shown = Declared(SETTINGS, ["icons", "device.dtype", "maps.a.sides", "maps.b"], "it")
    assert shown.icons is SETTINGS.icons
    assert shown.device.dtype == "auto"
    assert shown.maps["a"].sides == [4]
    assert shown.maps["b"].class_ == "tabby"


def test_what_was_not_declared_is_refused_at_every_depth():
    shown = Declared(SETTINGS, ["device.dtype", "maps.a.sides", "maps.b.class"], "stage 'x'")
    assert shown.maps["b"].class_ == "tabby"
    for read, named in (
        (lambda: shown.seed, "stage 'x' reads the setting 'seed'"),
        (lambda: shown.device.name, "stage 'x', in device, reads the setting 'name'"),
        (lambda: shown.maps["a"].metric, "metric"),
        (lambda: shown.maps["c"], "'c'"),
    ):
        with pytest.raises(Undeclared, match=named):
            read()


def test_values_are_told_by_dotted_key():
    keys = ["seed", "maps.a.sides", "device.dtype", "maps.b.class"]
    told = values_of(plain(SETTINGS), keys)
    assert list(told.items()) == list(zip(keys, [0, [4], "auto", "tabby"]))
    with pytest.raises(KeyError):
        values_of(plain(SETTINGS), ["device.colour"])
