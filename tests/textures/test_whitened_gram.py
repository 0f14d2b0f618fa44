import torch

from activation_atlas.textures.gram import gram
from activation_atlas.textures.terms import gram_match
from activation_atlas.textures.whitened_gram import WhitenedMatch, whitened_match


def _activation(seed: int, *shape: int) -> torch.Tensor:
    """Return activations that share much light, as random filters do."""
    drawn = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=drawn).add(3).relu()


SOURCE = _activation(0, 1, 6, 20, 20)


def _term(weight: float = 1.0) -> WhitenedMatch:
    plain = gram_match("conv1_1", gram(SOURCE)[0], 1.0, "energy")
    return whitened_match(plain, SOURCE, weight)


def test_a_source_is_as_wanted():
    assert _term()(SOURCE).item() < 1e-8


def test_without_weight_it_is_the_plain_term():
    other = _activation(1, 2, 6, 9, 11)
    torch.testing.assert_close(_term(0)(other), _term().plain(other))


def test_it_compares_activations_about_the_mean_along_the_axes():
    term, other = _term(), _activation(1, 2, 6, 9, 11)
    turned = torch.einsum("dc,bchw->bdhw", term.axes, other - term.mean[:, None, None])
    error = (gram(turned) - term.target).square().sum((1, 2)) / term.target.square().sum()
    torch.testing.assert_close(term(other) - term.plain(other), error, rtol=1e-3, atol=1e-5)


def test_the_source_varies_alike_along_all_axes_but_the_weakest():
    term = _term()
    off = term.target - term.target.diag().diag()
    assert off.abs().max() < 1e-4 and 0.4 < term.target.diag().min() < term.target.diag().max() < 1


def test_what_varies_little_beside_light_counts_much_more():
    """A pattern that is turned into another of the same energy."""
    rows = torch.arange(20.0) % 2 - 0.5
    light = 3 + torch.randn(20, 20, generator=torch.Generator().manual_seed(0)).abs()
    down, across = (light + pattern for pattern in (rows[:, None], rows[None]))
    source, other = (torch.stack(two)[None] for two in ((down, light), (light, across)))
    term = whitened_match(gram_match("conv1_1", gram(source)[0], 1.0, "energy"), source, 1.0)
    assert term(other) - term.plain(other) > 100 * term.plain(other)
