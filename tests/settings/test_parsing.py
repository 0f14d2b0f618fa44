import json

import pytest

from activation_atlas import settings
from activation_atlas.errors import AtlasError
from activation_atlas.settings import MapSettings, RunSettings, parse, plain
from activation_atlas.settings.parsing import RENAMED

FULL = {
    "run": "birds",
    "network": {"name": "googlenet", "weights": "random", "layers": ["mixed4c"]},
    "device": {"micro_batch": 4},
    "images": {"source": "folder", "path": "birds", "crop_scale": [0.2, 0.5]},
    "maps": {"umap": {}, "class-954": {"method": "tsne", "class": "banana", "sides": [10]}},
    "icons": {"steps": 8},
}


def test_defaults_are_usable():
    assert parse(RunSettings, {}) == RunSettings()


def test_plain_is_the_inverse_of_parse():
    run = parse(RunSettings, FULL)
    assert parse(RunSettings, json.loads(json.dumps(plain(run)))) == run
    assert plain(run)["maps"]["class-954"]["class"] == "banana"
    assert run.maps["class-954"].class_ == "banana"


def test_unknown_keys_are_named_with_the_nearest_ones():
    with pytest.raises(AtlasError, match="'netwrok' is no known key. Did you mean 'network'"):
        parse(RunSettings, {"netwrok": {}})
    with pytest.raises(AtlasError, match="'icons.setps' is no known key. Did you mean 'steps'"):
        parse(RunSettings, {"icons": {"setps": 3}})
    with pytest.raises(AtlasError, match="'maps.mine.perplexety' .*Did you mean 'perplexity'"):
        parse(RunSettings, {"maps": {"mine": {"perplexety": 3}}})


def test_a_value_of_several_types_is_named_once():
    with pytest.raises(AtlasError) as error:
        parse(RunSettings, {"device": {"micro_batch": 0}})
    told = "'device.micro_batch' is 0: input should be 'auto', or input should be greater than"
    assert str(error.value).count("micro_batch") == 1
    assert told in str(error.value)


def test_every_mistake_is_named_at_once():
    with pytest.raises(AtlasError) as error:
        parse(RunSettings, {"seeed": 1, "icons": {"steps": 0}, "images": {"source": "web"}})
    message = str(error.value)
    for where in ("'seeed'", "'icons.steps' is 0", "'images.source' is 'web'"):
        assert where in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "values",
    [
        {"run": "../elsewhere"},
        {"run": ""},
        {"network": {"layers": []}},
        {"maps": {}},
        {"maps": {"a/b": {}}},
        {"images": {"crop_scale": [0.1, 1.2]}},
        {"images": {"limit": 0}},
        {"maps": {"umap": {"percentiles": [60, 99]}}},
        {"maps": {"umap": {"sides": []}}},
        {"maps": {"umap": {"sides": [8, 16, 8]}}},
        {"maps": {"umap": {"sides": [5000]}}},
        {"network": {"layers": ["blocks.4.2", "blocks.4.2"]}},
        {"icons": {"size": 16}},
        {"icons": {"size": 1001}},
        {"cells": {"exemplars": 17}},
        {"device": {"dtype": "int8"}},
        {"device": {"micro_batch": 0}},
        {"page": {"quality": 101}},
        {"figures": {"numbers": [0]}},
        {"figures": {"layers": ["blocks.4.2"]}},
        {"classes": {"classes": []}},
        {"classes": {"recipes": ["../olah2017"]}},
        {"classes": {"size": 8}},
        {"facets": {"facets": {}}},
        {"facets": {"facets": {"cat": []}}},
        {"facets": {"strengths": [0]}},
    ],
)
def test_values_out_of_range_are_refused(values):
    with pytest.raises(AtlasError, match="The config is not usable"):
        parse(RunSettings, values)


def test_the_schema_refuses_unknown_keys_and_explains_every_key():
    schema = settings.schema()
    groups = [schema, *schema["$defs"].values()]
    assert all(group["additionalProperties"] is False for group in groups)
    for group in groups:
        for key, value in group["properties"].items():
            if not any("$ref" in str(value.get(word, "")) for word in ("$ref", "default")):
                assert value.get("description") or "$ref" in value, key
    assert "class" in schema["$defs"]["MapSettings"]["properties"]


def test_settings_do_not_change():
    with pytest.raises(AttributeError):
        MapSettings().fit = 3


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_a_key_of_an_earlier_version_is_refused_with_its_new_name(old, new):
    section, _, key = old.partition(".")
    with pytest.raises(AtlasError, match=f"'{old}' is called '{new}' now"):
        parse(RunSettings, {section: {key: 1} if key else {}})
    section, _, key = new.partition(".")
    assert section in plain(RunSettings()) and (not key or key in plain(RunSettings())[section])
