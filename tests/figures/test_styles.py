import pytest

from activation_atlas.figures import styles
from activation_atlas.figures.catalogue import FIGURES, function
from activation_atlas.figures.figure import Figure
from activation_atlas.settings import RunSettings, parse
from made_up import studio_of

STYLES = {
    "photos": ["chelsea", "china"],
    "styles": ["mosaic", "waves"],
    "size": 48,
    "layers": ["conv1_1"],
    "content_layers": ["conv2_1"],
    "octaves": 2,
    "steps": 2,
}
LAYERS = ["conv1_1", "conv2_1"]


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Return a function that makes a figure, small."""
    for name, value in {"LAYERS": LAYERS, "SIDE": 48, "STYLE_SIDE": 40, "STEPS": 1}.items():
        monkeypatch.setattr(styles, name, value)
    studio = studio_of(36, tmp_path, parse(RunSettings, {"styles": STYLES}))

    def make(number: int) -> Figure:
        figure = function(number)(studio)
        assert figure.number == number and FIGURES[number].decided_by == (
            "texture_network",
            "styles",
        )
        assert figure.settings["network"]["weights"] == "random"
        assert figure.settings["data"]["weights"] == "none: the weights are random numbers"
        assert figure.curves_of == "loss"
        assert all(len(curve) == 2 and curve[0] > 0 for curve in figure.curves.values())
        return figure

    return make


def test_figure_36_makes_a_photo_and_a_style_again_layer_by_layer(made):
    figure = made(36)
    assert list(figure.curves) == [
        "content, conv1_1",
        "style, conv1_1",
        "content, conv2_1",
        "style, conv2_1",
    ]
    assert figure.settings["layers"] == LAYERS
    assert sorted(figure.settings["sources"]) == ["chelsea", "mosaic"]


def test_figure_37_shows_one_photo_in_every_style(made):
    figure = made(37)
    assert list(figure.curves) == ["mosaic", "waves"]
    assert figure.settings["styles"]["photos"] == ["chelsea"]
    assert list(figure.settings["data"]["photos"]) == ["chelsea"]
    assert figure.settings["styles"]["size"] == 48


def test_figure_38_varies_layers_and_ratio(made):
    figure = made(38)
    ratios = figure.settings["ratios"]
    assert len(figure.curves) == len(LAYERS) * len(ratios) == 8
    assert ratios == sorted(ratios)
    assert list(figure.settings["sources"]) == [STYLES["photos"][0], STYLES["styles"][0]]
