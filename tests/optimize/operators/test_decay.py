import torch

from activation_atlas.optimize.operators.decay import Decay


def test_pixels_shrink_by_their_share() -> None:
    pixels = torch.arange(-24.0, 24).reshape(1, 3, 4, 4)
    assert torch.allclose(Decay(0.3)(pixels, pixels, 0, 0.0), 0.7 * pixels)
    assert torch.equal(Decay(0)(pixels, pixels, 0, 0.0), pixels)
