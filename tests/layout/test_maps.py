import errno
import json
from pathlib import Path

import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.paths import (
    layout_path,
    neighbours_path,
    network_path,
    plot_path,
    quality_path,
)
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from activation_atlas.settings.derived import subset_of

LAYER = "layer"


def settings_of(**chosen):
    return parse(RunSettings, {"maps": {"m": chosen}})


def lay(run, settings):
    STAGES["neighbours"].make(run, settings, layer=LAYER, subset=subset_of(settings.maps["m"]))
    STAGES["layout"].make(run, settings, layer=LAYER, map_name="m")
    store = stores.read(layout_path(run, LAYER, "m"))
    return {name: store[name][:] for name in store}


@pytest.fixture
def clusters(tmp_path, write_samples):
    """Three far-off directions with noise, 120 samples each; the class of each is its own."""
    rng = np.random.default_rng(0)
    member = np.repeat(np.arange(3), 120)
    centres = 3 * np.eye(3, 12)
    activation = np.maximum(centres[member] + 0.3 * rng.standard_normal((360, 12)), 0)
    write_samples(tmp_path, activation, np.eye(3)[member], families=["a", "b", "c"])
    return tmp_path, member


@pytest.mark.parametrize(
    "chosen",
    [
        {"method": "umap", "neighbours": 15, "fit": 300},
        {"method": "tsne", "neighbours": 10, "perplexity": 12, "epochs": 300, "fit": 300},
    ],
)
def test_clusters_stay_apart_reproducibly_with_the_unfitted_among_their_own(clusters, chosen):
    run, member = clusters
    settings = settings_of(**chosen)
    first = lay(run, settings)
    centres = np.array([np.median(first["xy"][member == c], axis=0) for c in range(3)])
    distance = np.linalg.norm(first["xy"][:, None] - centres, axis=2)
    assert np.mean(distance.argmin(axis=1) == member) > 0.99
    quality = json.loads(quality_path(run, LAYER, "m").read_text())
    assert quality["trustworthiness"] > 0.8
    assert quality["fitted"] == 300 and quality["samples"] == 360
    assert quality["outlier_share"] == round(float(np.mean(~first["inside"])), 4)
    picture = plot_path(run, LAYER, "m").read_bytes()
    stores.remove(layout_path(run, LAYER, "m"))
    stores.remove(neighbours_path(run, LAYER, subset_of(settings.maps["m"])))
    second = lay(run, settings)
    for name, array in first.items():
        assert array.tobytes() == second[name].tobytes(), name
    assert plot_path(run, LAYER, "m").read_bytes() == picture


def test_the_placed_are_as_trustworthy_as_the_fitted(tmp_path, write_samples):
    """Twenty clusters whose members differ along two directions of each cluster's own."""
    rng = np.random.default_rng(0)
    member = rng.integers(20, size=1600)
    centres, within = rng.standard_normal((20, 24)), rng.standard_normal((20, 2, 24))
    along = np.einsum("nk,nkc->nc", rng.random((1600, 2)), within[member])
    activation = centres[member] + along + 0.05 * rng.standard_normal((1600, 24))
    families = [f"family {number}" for number in range(20)]
    write_samples(tmp_path, activation, np.eye(20)[member], families=families)
    lay(tmp_path, settings_of(neighbours=15, epochs=200, fit=800))
    quality = json.loads(quality_path(tmp_path, LAYER, "m").read_text())
    assert quality["trustworthiness"] > 0.95
    assert abs(quality["trustworthiness_placed"] - quality["trustworthiness"]) < 0.02


def test_a_sealed_layout_is_kept_and_a_lost_picture_made_again(clusters):
    run, _ = clusters
    settings = settings_of(neighbours=10, epochs=20)
    lay(run, settings)
    sealed = layout_path(run, LAYER, "m")
    before = sealed.stat().st_mtime_ns
    lay(run, settings)
    assert sealed.stat().st_mtime_ns == before
    assert "placed" not in quality_path(run, LAYER, "m").read_text()  # all are fitted
    plot_path(run, LAYER, "m").unlink()
    lay(run, settings)
    assert plot_path(run, LAYER, "m").exists()


def test_without_families_the_picture_is_coloured_by_the_images_group(clusters, monkeypatch):
    class Catalogue:
        def group(self, i):
            seen.append(i)
            return f"photo {i % 2}"

    seen = []
    run, _ = clusters
    network = stores.manifest(network_path(run))
    stores.write_manifest(network_path(run), {**network, "families": None}, {})
    monkeypatch.setattr("activation_atlas.layout.maps.open_catalogue", lambda *_: Catalogue())
    made = lay(run, settings_of(neighbours=10, epochs=20))
    assert sorted(seen) == made["sample"][made["inside"]].tolist()


@pytest.mark.parametrize("lost", [".quality.json", ".png"])
def test_a_full_disk_leaves_no_layout_and_says_so(clusters, monkeypatch, lost):
    def full(path, content):
        if lost in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, content)

    run, _ = clusters
    write_bytes = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(AtlasError, match="No space is left on the disk while writing .*m" + lost):
        lay(run, settings_of(neighbours=10, epochs=20))
    assert not layout_path(run, LAYER, "m").with_suffix(".json").exists()


def test_places_that_are_not_finite_are_refused(clusters, monkeypatch):
    lost = "activation_atlas.layout.tsne.tsne_layout"
    monkeypatch.setattr(lost, lambda points, *_: np.full((len(points), 2), np.nan))
    with pytest.raises(AtlasError, match="no finite places in map 'm' of layer 'layer'"):
        lay(clusters[0], settings_of(method="tsne", neighbours=9, perplexity=5))
