import torch
from torch.autograd import gradcheck

from activation_atlas.textures.gram import gram
from made_up import random_vgg


def _activation(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_it_is_the_mean_product_of_channels():
    found = gram(_activation(2, 3, 4, 5))
    expected = torch.einsum("bihw,bjhw->bij", *[_activation(2, 3, 4, 5)] * 2) / 20
    torch.testing.assert_close(found, expected)


def test_its_gradient_is_right():
    activation = _activation(2, 3, 4, 5).requires_grad_()
    weights = _activation(3, 3, seed=1)
    assert gradcheck(lambda x: (gram(x) * weights).sum(), activation)


def test_the_gradient_of_the_papers_loss_goes_along_the_synthesis_minus_the_source():
    """(Ĝ - G) F̂ / (N² M): the sign that the review prints would go uphill."""
    source, synthesis = _activation(1, 3, 4, 5), _activation(1, 3, 4, 5, seed=2).requires_grad_()
    error = gram(synthesis) - gram(source)
    (found,) = torch.autograd.grad(error.square().sum() / (4 * 3**2), synthesis)
    flat = synthesis.flatten(2)
    expected = (error @ flat / (3**2 * 20)).reshape(synthesis.shape)
    torch.testing.assert_close(found, expected)
    after = synthesis - 1e-3 * found
    assert (gram(after) - gram(source)).square().sum() < error.square().sum()


def test_a_shut_relu_lets_no_gradient_through():
    before = _activation(1, 3, 4, 5).requires_grad_()
    (found,) = torch.autograd.grad((gram(before.relu()) - 1).square().sum(), before)
    assert not found[before <= 0].any()
    assert found[before > 0].all()


def test_a_shift_with_circular_padding_changes_nothing():
    vgg = random_vgg()
    image = torch.rand(1, 3, 32, 48, generator=torch.Generator().manual_seed(0))
    for layer in ("conv1_1", "conv2_1", "conv3_1"):
        one, other = (
            gram(vgg.activations(shown, [layer], circular=True)[layer])
            for shown in (image, image.roll((4, 12), (2, 3)))
        )
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_a_mask_of_ones_changes_nothing():
    activation = _activation(2, 3, 4, 5)
    ones = torch.ones(4, 5, dtype=torch.float64)
    torch.testing.assert_close(gram(activation, ones), gram(activation))


def test_a_mask_leaves_the_region_alone():
    activation = _activation(1, 3, 4, 6)
    mask = torch.zeros(4, 6, dtype=torch.float64)
    mask[:, :2] = 1
    torch.testing.assert_close(gram(activation, mask), gram(activation[..., :2]))


def test_sizes_do_not_matter_to_a_repeated_pattern():
    activation = _activation(1, 3, 4, 5)
    torch.testing.assert_close(gram(activation.repeat(1, 1, 2, 3)), gram(activation))
