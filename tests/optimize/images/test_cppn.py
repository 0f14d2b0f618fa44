import pytest
import torch

from activation_atlas.optimize.images.cppn import ARCTAN, ARCTAN_SQUARE, CPPNImages
from activation_atlas.optimize.images.starts import normal
from activation_atlas.seeds import generator

LAST = 3 * (48 + 1)


def _pattern(height: int, width: int) -> torch.Tensor:
    images = CPPNImages(height, width)
    parameters = images.start([generator("a")])
    parameters[:, -LAST:] = normal([generator("last")], (LAST,), 0.2)
    return images.decode(parameters)


def test_a_start_is_of_one_colour_near_grey() -> None:
    images = CPPNImages(8, 9)
    start = images.decode(images.start([generator("a"), generator("b")]))
    assert torch.equal(start, start[..., :1, :1].expand_as(start))
    assert (start - 0.5).abs().max() < 0.1


def test_the_arctan_features_have_mean_square_one() -> None:
    bent = torch.atan(normal([generator("a")], (100000,), 1.0))
    assert bent.square().mean().sqrt().item() == pytest.approx(ARCTAN, abs=0.01)
    assert bent.pow(4).mean().sqrt().item() == pytest.approx(ARCTAN_SQUARE, abs=0.01)


def test_a_network_is_its_formula() -> None:
    images = CPPNImages(3, 4)
    parameters = images.start([generator("a")])
    parameters = parameters + normal([generator("b")], parameters.shape[1:], 0.1)
    reach = 3**0.5
    x = torch.tensor([-0.75, -0.25, 0.25, 0.75]) * reach
    y = torch.tensor([-0.5, 0.0, 0.5]) * reach
    place, row = torch.stack([x[3], y[2]]), parameters[0]
    for ins, outs in [(2, 24), *[(48, 24)] * 7, (48, 3)]:
        weights, biases, row = row.split([ins * outs, outs, len(row) - (ins + 1) * outs])
        value = weights.view(outs, ins) @ place + biases
        place = torch.cat([value.atan() / 0.67, value.atan() ** 2 / 0.6])
    assert len(row) == 0
    assert torch.allclose(images.decode(parameters)[0, :, 2, 3], value.sigmoid(), atol=1e-5)


def test_a_larger_instance_shows_the_same_pattern_finer() -> None:
    small, large = _pattern(20, 31), _pattern(60, 93)
    assert small.std() > 0.02
    assert torch.allclose(large[..., 1::3, 1::3], small, atol=1e-4)


def test_pixels_are_square_whatever_the_aspect() -> None:
    wide, square = _pattern(16, 32), _pattern(32, 32)
    assert torch.allclose(wide, square[..., 8:24, :], atol=1e-4)
