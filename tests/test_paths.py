import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.paths import figure_path, layout_path, quality_path
from activation_atlas.settings import RunSettings, parse
from activation_atlas.stores import manifest_path


def test_no_maps_manifest_is_another_maps_quality(tmp_path):
    quality = quality_path(tmp_path, "layer", "x")
    parse(RunSettings, {"maps": {"x": {}, "x-quality": {}}})
    assert quality != manifest_path(layout_path(tmp_path, "layer", "x-quality"))
    with pytest.raises(AtlasError, match=r"maps.x\.quality"):
        parse(RunSettings, {"maps": {"x.quality": {}}})


def test_a_figures_number_has_two_digits_be_it_a_number_a_text_or_a_wildcard(tmp_path):
    assert figure_path(tmp_path, 3).name == figure_path(tmp_path, "03").name == "figure-03"
    assert figure_path(tmp_path, "{number}").name == "figure-{number}"
