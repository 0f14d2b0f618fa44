from activation_atlas.figures.catalogue import FIGURES, function
from activation_atlas.settings import RunSettings, parse
from made_up import studio_of

DOODLES = {"source_size": 64, "size": 48, "layers": ["conv1_1"], "steps": 2}


def test_figure_35_says_what_made_it(tmp_path):
    figure = function(35)(studio_of(35, tmp_path, parse(RunSettings, {"doodles": DOODLES})))
    assert figure.number == 35
    assert FIGURES[35].decided_by == ("texture_network", "doodles")
    assert figure.settings["doodles"]["size"] == 48
    assert figure.settings["network"]["weights"] == "random"
    assert figure.settings["data"] == {
        "weights": "none: the weights are random numbers",
        "images": {"landscape": "computed here"},
    }
    assert figure.curves["loss"].shape == (4,) and figure.curves_of == "loss"
    assert figure.image.width > 2 * 64 + 2 * 48
