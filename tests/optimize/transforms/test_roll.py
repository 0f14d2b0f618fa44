import torch

from activation_atlas.optimize.transforms.roll import Roll
from activation_atlas.seeds import generator


def test_shifts_are_all_whole_numbers_in_the_range() -> None:
    drawn = Roll(3).draw(generator("roll"), 300)
    assert set(drawn.ravel()) == set(range(-3, 4))


def test_each_image_is_rolled_by_its_own_shift() -> None:
    images = torch.rand(2, 3, 5, 7)
    views = Roll(9).apply(images, torch.tensor([[1.0, -2], [-9, 4]]))
    assert torch.equal(views[0], torch.roll(images[0], (1, -2), (1, 2)))
    assert torch.equal(views[1], torch.roll(images[1], (-9, 4), (1, 2)))


def test_the_gradient_comes_back_to_where_the_image_lies() -> None:
    images = torch.rand(1, 3, 5, 7, requires_grad=True)
    weights = torch.rand(1, 3, 5, 7)
    score = (Roll(2).apply(images, torch.tensor([[2.0, 1]])) * weights).sum()
    (gradient,) = torch.autograd.grad(score, images)
    assert torch.equal(gradient, torch.roll(weights, (-2, -1), (2, 3)))
