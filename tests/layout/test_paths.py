import subprocess
import sys

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.layout.paths import layout_path, maps_of, quality_path, subset_of
from activation_atlas.settings import RunSettings, parse
from activation_atlas.stores import manifest_path


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


def test_no_maps_manifest_is_another_maps_quality(tmp_path):
    quality = quality_path(tmp_path, "layer", "x")
    parse(RunSettings, {"maps": {"x": {}, "x-quality": {}}})
    assert quality != manifest_path(layout_path(tmp_path, "layer", "x-quality"))
    with pytest.raises(AtlasError, match=r"maps.x\.quality"):
        parse(RunSettings, {"maps": {"x.quality": {}}})


def test_naming_files_imports_nothing_heavy():
    code = "import sys, activation_atlas.layout as l; l.subset_of; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout
    assert not {b"zarr", b"dask", b"torch", b"umap", b"numba"} & set(loaded.split())
