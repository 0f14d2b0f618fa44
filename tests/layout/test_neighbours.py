import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.networks.labels import imagenet_names
from activation_atlas.paths import neighbours_path, network_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from activation_atlas.settings.derived import subset_of

LAYER = "layer"


def find(run, maps):
    settings = parse(RunSettings, {"maps": maps})
    subset = subset_of(next(iter(settings.maps.values())))
    STAGES["neighbours"].make(run, settings, layer=LAYER, subset=subset)
    store = stores.read(neighbours_path(run, LAYER, subset))
    return {name: store[name][:] for name in store}


@pytest.fixture
def activation():
    return np.maximum(np.random.default_rng(0).standard_normal((300, 8)), 0) + 0.01


def test_as_many_neighbours_as_the_hungriest_map_needs_and_a_seeded_fit(
    tmp_path, write_samples, activation
):
    write_samples(tmp_path, activation)
    maps = {"a": {"neighbours": 5, "fit": 200}}
    maps["b"] = {"method": "tsne", "neighbours": 5, "perplexity": 7.1, "fit": 200}
    found = find(tmp_path, maps)
    assert found["index"].shape == found["distance"].shape == (300, 22)  # 3 times 7.1, upward
    assert found["fitted"].sum() == 200 and found["sample"].tolist() == list(range(300))
    assert (np.diff(found["distance"], axis=1) >= 0).all() and found["index"].max() == 199
    fitted = np.flatnonzero(found["fitted"])
    assert not (fitted[found["index"]] == np.arange(300)[:, None]).any()


def test_a_class_takes_the_samples_that_speak_most_for_it(tmp_path, write_samples, activation):
    attribution = np.random.default_rng(1).standard_normal((300, 4)).astype(np.float16)
    write_samples(tmp_path, activation, attribution, shard=64)
    said = attribution[:, 2]
    ranked = np.argsort(-said, kind="stable")
    for most, given in [(60, 2), (290, "class 2")]:
        maps = {"c": {"class": given, "samples": most, "neighbours": 10}}
        expected = sorted(i for i in ranked[:most] if said[i] > 0)
        assert find(tmp_path, maps)["sample"].tolist() == expected


def test_a_class_can_be_named_by_any_synonym(tmp_path, write_samples, activation):
    attribution = np.random.default_rng(1).standard_normal((300, 1000)).astype(np.float16)
    write_samples(tmp_path, activation, attribution)
    facts = stores.manifest(network_path(tmp_path)) | {"classes": list(imagenet_names())}
    stores.write_manifest(network_path(tmp_path), facts, {})
    by_name, by_index = (
        find(tmp_path, {"c": {"class": given, "samples": 60, "neighbours": 5}})["sample"].tolist()
        for given in ("Ursus arctos", 294)
    )
    assert by_name == by_index


def test_samples_without_direction_are_left_out_of_cosine_maps_only(
    tmp_path, write_samples, activation, caplog
):
    activation[[3, 250]] = 0
    write_samples(tmp_path, activation)
    caplog.set_level("INFO")
    cosine = find(tmp_path, {"m": {"neighbours": 5}})
    assert sorted(set(range(300)) - set(cosine["sample"].tolist())) == [3, 250]
    assert "2 of 300 samples are zero in all channels" in caplog.text
    euclidean = find(tmp_path, {"m": {"neighbours": 5, "metric": "euclidean"}})
    assert len(euclidean["sample"]) == 300


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({}, "needs 30 neighbours .* only 20 samples for it: lower maps.m.neighbours below 20"),
        (
            {"method": "tsne", "neighbours": 5},
            "needs 150 .* lower maps.m.perplexity below 6.7, or take more images",
        ),
        ({"fit": 10}, "only 10 samples .* raise maps.m.fit above 30"),
        ({"class": 0}, "raise maps.m.samples or take more images that show"),
    ],
)
def test_fewer_samples_than_neighbours(tmp_path, write_samples, activation, chosen, message):
    write_samples(tmp_path, activation[:20], np.ones((20, 3)))
    with pytest.raises(AtlasError, match=message):
        find(tmp_path, {"m": chosen})


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("value", [0, 0.3])
def test_constant_activations(tmp_path, write_samples, metric, value):
    write_samples(tmp_path, np.full((50, 8), value))
    with pytest.raises(
        AtlasError, match="All 50 sampled activations of layer 'layer' are the same"
    ):
        find(tmp_path, {"m": {"neighbours": 5, "metric": metric}})


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_broken_activations_are_counted(tmp_path, write_samples, activation, value):
    activation[[4, 99], 2] = value
    write_samples(tmp_path, activation)
    with pytest.raises(AtlasError, match="2 of 300 .* of layer 'layer' hold NaN .* float32"):
        find(tmp_path, {"m": {}})


def test_a_class_needs_attribution_of_known_finite_values(tmp_path, write_samples, activation):
    write_samples(tmp_path, activation)
    with pytest.raises(AtlasError, match="Map 'm' is of one class.*set samples.attribution"):
        find(tmp_path, {"m": {"class": 1}})
    attribution = np.ones((300, 3))
    attribution[5, 1] = np.nan
    write_samples(tmp_path, activation, attribution)
    with pytest.raises(AtlasError, match="no class 'clas 1'. Did you mean 'class 1'"):
        find(tmp_path, {"m": {"class": "clas 1"}})
    with pytest.raises(AtlasError, match="Attributions of layer 'layer' to class 1 hold NaN"):
        find(tmp_path, {"m": {"class": 1}})
