import numpy as np
import pytest
import torch

from activation_atlas.raster import to_rgb
from activation_atlas.settings import DoodlesSettings, TextureNetworkSettings, parse
from activation_atlas.textures.doodle_plan import (
    content_term,
    content_weight_of,
    doodle_layers,
    doodle_plan,
    means_of,
)
from activation_atlas.textures.gram import gram
from activation_atlas.textures.landscape import COLOURS
from activation_atlas.textures.masks import find_regions
from activation_atlas.textures.sketch import Sketch, load_sketch
from activation_atlas.textures.synthesis import Plan, synthesize_one
from activation_atlas.textures.terms import gram_match, loss_of
from activation_atlas.textures.texture import texture_terms
from made_up import random_vgg

LAYERS = ["conv1_1", "conv2_1"]


def _plan(sketch: Sketch, **settings: object) -> Plan:
    wanted = parse(DoodlesSettings, {"layers": LAYERS, "steps": 5} | settings)
    regions = find_regions(sketch.mask, sketch.target_mask, wanted.colours)
    return doodle_plan(random_vgg(), sketch, regions, wanted, TextureNetworkSettings(), 0)


def _plain(height: int, width: int) -> Sketch:
    """Return a photo of one region, to paint a picture of one region."""
    drawn = np.random.default_rng(0)
    photo = drawn.integers(0, 256, (32, 48, 3), np.uint8)
    return Sketch(photo, np.full_like(photo, 9), np.full((height, width, 3), 9, np.uint8))


def test_one_full_mask_paints_a_texture():
    """The loss is the sum of the layers' Gram terms, which errors below the unit leave square."""
    sketch = _plain(32, 48)
    loss = _plan(sketch, colours=1, octaves=1, means=0).loss_at(
        _plan(sketch, colours=1, octaves=1).octaves[-1]
    )
    photo = to_rgb(sketch.photo[None])
    image = (photo + 0.01 * torch.rand(photo.shape)).clamp(0, 1)
    texture = texture_terms(random_vgg(), photo, dict.fromkeys(LAYERS, 1.0), "energy")
    # Smooth-L1 is half the square where the error is less than the unit.
    torch.testing.assert_close(
        loss(image), loss_of(random_vgg(), texture)(image) / 2, rtol=1e-4, atol=0
    )
    smooth = [
        gram_match(layer, gram(activation)[0], 1.0, "energy", smooth=True)
        for layer, activation in random_vgg().activations(photo, LAYERS).items()
    ]
    other = torch.rand(1, 3, 32, 48)
    torch.testing.assert_close(loss(other), loss_of(random_vgg(), smooth)(other), rtol=1e-6, atol=0)


def test_octaves_go_from_coarse_to_fine_in_the_target_masks_shape():
    plan = _plan(_plain(80, 40), colours=1, octaves=2)
    assert [(each.height, each.width, each.steps) for each in plan.octaves] == [
        (40, 20, 5),
        (80, 40, 5),
    ]
    image = synthesize_one(random_vgg(), plan, ("doodle",)).image
    assert image.shape == (80, 40, 3)


def test_it_begins_with_noise_about_the_mean_colour_of_each_region():
    sketch = load_sketch(parse(DoodlesSettings, {"source_size": 96, "size": 120}), 10**6, 0)
    start = _plan(sketch).start
    for colour in COLOURS.values():
        style = sketch.photo[(sketch.mask == colour).all(2)].mean(0)
        found = start[(sketch.target_mask == colour).all(2)]
        assert np.abs(found.mean(0) - style).max() < 6  # clipping moves dark and bright ones
        assert 12 < found.std(0).max() < 30


def test_layers_and_means_suit_the_network():
    def layers(**filters: object) -> tuple[str, ...]:
        return doodle_layers(DoodlesSettings(), TextureNetworkSettings(**filters))

    assert layers()[-1] == "conv3_1"
    assert layers(weights="download")[-1] == "conv5_1"
    assert layers(name="filter_bank", weights="download") == ("bank",)
    assert doodle_layers(DoodlesSettings(layers=["pool1"]), TextureNetworkSettings()) == ("pool1",)
    assert means_of(DoodlesSettings(), "energy") == 1
    assert means_of(DoodlesSettings(), "paper") == 0
    assert means_of(DoodlesSettings(means=0), "energy") == 0


def test_content_weighs_as_the_network_asks_for():
    assert content_weight_of(DoodlesSettings(), "energy") == 1
    assert content_weight_of(DoodlesSettings(), "paper") == 0.001
    assert content_weight_of(DoodlesSettings(content_weight=3), "energy") == 3


@pytest.mark.parametrize("balance", ["energy", "paper"])
def test_content_is_measured_by_its_own_squares_or_by_their_mean(balance):
    content = torch.rand(1, 3, 32, 32)
    term = content_term(random_vgg(), content, 2.0, balance)
    assert term(term.target).item() == 0
    expected = 2.0 if balance == "energy" else 2.0 * term.target.square().mean().item()
    assert term(torch.zeros_like(term.target)).item() == pytest.approx(expected, rel=1e-5)
