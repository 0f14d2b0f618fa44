import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.figures import facets
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of

CONFIG = {
    "device": {"name": "cpu"},
    "facets": {
        "layer": "blocks.2.1",
        "channels": [3, 5],
        "layers": ["blocks.1.0", "blocks.1.1"],
        "facets": {"fur": ["chelsea"], "print": ["page"]},
        "images": 4,
        "strengths": [2],
        "recipe": "short",
        "steps": None,
        "size": 32,
    },
}


def _studio(tmp_path, **changed) -> Studio:
    config = CONFIG | {"facets": CONFIG["facets"] | changed}
    return studio_of(6, tmp_path, parse(RunSettings, config))


def test_every_channel_is_shown_alone_and_in_every_facet(short, tmp_path):
    made = facets.by_facet(_studio(tmp_path))
    assert list(made.curves) == [
        f"channel {channel}, {row}"
        for row in ("channel alone", "fur, strength 2", "print, strength 2")
        for channel in (3, 5)
    ]
    assert made.settings["told_in"] == ["blocks.1.0", "blocks.1.1"]
    assert set(made.settings["data"]["photos"]) == {"chelsea", "page"}


def test_facets_of_folders_of_which_one_is_empty_are_one_sentence(short, tmp_path):
    (tmp_path / "faces").mkdir()
    studio = _studio(tmp_path, facets={"fur": ["chelsea"], "face": str(tmp_path / "faces")})
    with pytest.raises(AtlasError, match="facets.facets.face: the folder '.*' .* it is empty"):
        facets.by_facet(studio)
    studio = _studio(tmp_path, facets={"all": facets.photo_names()})
    with pytest.raises(AtlasError, match="Every sample photo shows a facet: set facets.generic"):
        facets.by_facet(studio)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"layer": "blocks.2.9", "layers": None}, "blocks.2.9.*Did you mean"),
        ({"channels": [3, 40]}, "no channel 40 of blocks.2.1: its channels are 0 to 39"),
        ({"layers": ["blocks.1.0", "blocks.3.0"]}, "can't be told in 'blocks.3.0', .* before it"),
        ({"layers": ["blocks.2.1"]}, "can't be told in 'blocks.2.1'"),
    ],
)
def test_what_cannot_be_pictured_is_told_before_a_probe_is_trained(
    short, tmp_path, monkeypatch, changed, told
):
    monkeypatch.setattr(facets, "probes", lambda *_: pytest.fail("a probe was trained"))
    with pytest.raises(AtlasError, match=told):
        facets.by_facet(_studio(tmp_path, **changed))


def test_precisions_that_cannot_be_pictured_are_told_before_a_probe_is_trained(
    short, tmp_path, monkeypatch
):
    monkeypatch.setattr(facets, "probes", lambda *_: pytest.fail("a probe was trained"))
    config = CONFIG | {"device": {"name": "cpu", "dtype": "bfloat16"}}
    with pytest.raises(AtlasError, match="set device.dtype to float32"):
        facets.by_facet(studio_of(6, tmp_path, parse(RunSettings, config)))


def test_facets_are_told_in_every_second_layer_before_the_channels():
    assert facets.layers_before("efficientnet_lite0", "blocks.4.2") == [
        *("blocks.1.0", "blocks.2.0", "blocks.3.0", "blocks.3.2", "blocks.4.1")
    ]
    with pytest.raises(AtlasError, match="can't be told in any layer before it"):
        facets.layers_before("efficientnet_lite0", "conv_stem")
