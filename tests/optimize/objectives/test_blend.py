import torch

from activation_atlas.optimize.objectives.blend import interpolation, scaled
from activation_atlas.optimize.objectives.objective import Outputs
from activation_atlas.optimize.objectives.units import channel, logit

IMAGES = torch.zeros(6, 3, 4, 4)
OUTPUTS = Outputs(IMAGES, IMAGES, {"layer": torch.randn(6, 5, 3, 3)}, torch.randn(6, 4))


def test_each_image_has_its_own_share() -> None:
    first, second = channel("layer", [1]), logit([2])
    blended = interpolation(first, second, torch.linspace(0, 1, 6))
    for row, score in enumerate(blended(OUTPUTS)):
        share = row / 5
        expected = (1 - share) * first(OUTPUTS)[row] + share * second(OUTPUTS)[row]
        assert torch.allclose(score, expected, atol=1e-6)
    assert torch.equal(blended(OUTPUTS)[0], first(OUTPUTS)[0])
    assert torch.equal(blended(OUTPUTS)[-1], second(OUTPUTS)[-1])


def test_a_blend_reads_what_both_read() -> None:
    blended = interpolation(channel("layer", [1]), logit([2]), torch.zeros(6))
    assert blended.layers == {"layer"} and blended.logits


def test_a_weight_serves_a_group() -> None:
    scores = scaled(logit([2]), torch.tensor([2.0, -1.0]))(OUTPUTS)
    assert torch.equal(scores, torch.tensor([2.0] * 3 + [-1.0] * 3) * OUTPUTS.logits[:, 2])
