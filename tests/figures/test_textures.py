import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.figures import textures
from activation_atlas.figures.catalogue import FIGURES, function
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of


@pytest.fixture
def studio(tmp_path, monkeypatch) -> Studio:
    monkeypatch.setattr(textures, "STEPS", 2)
    monkeypatch.setattr(textures, "EARLY", 1)
    return studio_of(32, tmp_path, parse(RunSettings, {}))


@pytest.mark.parametrize("number", [32, 33, 34])
def test_the_figures_follow_the_settings(number):
    assert FIGURES[number].decided_by == ("texture_network", "textures")


def test_figure_32_shows_gram_matrices(studio, monkeypatch):
    drawn = []
    monkeypatch.setattr(textures, "_drawn", lambda matrix: drawn.append(matrix) or _blank())
    figure = function(32)(studio)
    assert (figure.number, figure.settings["layers"][0]) == (32, "conv1_1")
    assert figure.settings["network"]["weights"] == "random"
    assert figure.curves["loss"].shape == (2,) and figure.curves_of == "loss"
    sizes = [64, 128, 256, 512]
    assert [len(matrix) for matrix in drawn] == [size for size in sizes for _ in range(3)]
    # Of the source, of the noise after a step, and of the texture, by the source's largest entries.
    for matrix in drawn[::3]:
        assert np.isclose((np.abs(matrix) > 1).mean(), 0.01, atol=0.002)
    assert not np.array_equal(drawn[0], drawn[1]) and not np.array_equal(drawn[1], drawn[2])


def _blank() -> np.ndarray:
    return np.zeros((8, 8, 3), np.uint8)


def test_figure_33_goes_up_the_layers(studio):
    figure = function(33)(studio)
    layers = figure.settings["layers"]
    assert list(layers) == ["conv1_1", "pool1", "pool2", "pool3", "pool4"]
    assert layers["pool2"] == ["conv1_1", "pool1", "pool2"]
    assert list(figure.settings["data"]["photos"])[-1] == "chelsea"
    assert figure.curves_of == "loss"
    assert len(figure.curves) == 20 and "chelsea, up to pool4" in figure.curves
    assert figure.image.height > 6 * textures.SIDE


def test_figure_34_counts_parameters(studio):
    figure = function(34)(studio)
    assert figure.settings["parameters"] == [1_050, 10_400, 176_640, 852_128]
    assert len(figure.settings["layers"][-1]) == 16
    assert figure.curves_of == "loss"
    assert len(figure.curves) == 8 and "flower, 1,050" in figure.curves


@pytest.mark.parametrize("number", [33, 34])
def test_a_network_without_vggs_layers_is_one_sentence(tmp_path, number):
    settings = parse(RunSettings, {"texture_network": {"name": "filter_bank"}})
    with pytest.raises(AtlasError, match="set texture_network.name to vgg19"):
        function(number)(studio_of(number, tmp_path, settings))


def test_a_matrix_is_drawn_darker_where_it_is_larger():
    matrix = np.zeros((64, 64))
    matrix[0, 0], matrix[0, 32], matrix[32, 0] = 1, 0.25, -0.25
    drawn = textures._drawn(matrix.repeat(2, 0).repeat(2, 1))
    assert drawn.shape == (textures.SIDE, textures.SIDE, 3)
    assert drawn[0, 0, 0] == 0 and drawn[-1, -1, 0] == 255
    assert drawn[0, 64, 0] == drawn[64, 0, 0] == 128


def test_arrows_point_down():
    covered = textures._arrow()[..., 3].astype(bool).sum(1)
    assert covered[0] < covered[-8] and covered[-1] < covered[-8]
