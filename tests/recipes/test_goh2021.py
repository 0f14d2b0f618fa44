import numpy as np
import torch

from activation_atlas.networks import load_network
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.objectives import Outputs, channel
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.transforms import Jitter, Pad
from activation_atlas.recipes import find
from activation_atlas.recipes.goh2021 import contrast
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, NetworkSettings


def test_settings_are_as_published():
    recipe = find("goh2021")
    (stage,) = recipe.stages
    assert recipe.steps == 4096 and stage.rule == Adam(0.02) and recipe.rescue == 0
    assert recipe.images(None, 48, 64) == FourierImages(48, 64)
    ((pad, *jitters, scale, rotate, last),) = [chain.pieces for chain in stage.transforms]
    assert pad == Pad(2) and jitters == 10 * [Jitter(4)] and last == Jitter(2)
    assert len(scale.factors) == 85 + 40 and scale.factors[5] == 1
    assert min(rotate.degrees) == -20 and max(rotate.degrees) == 19 and len(rotate.degrees) == 75


def test_images_are_drawn_to_grey():
    images = torch.stack([torch.full((3, 4, 5), level) for level in (0.5, 1.0, 0.2)])
    outputs = Outputs(images, images, {})
    np.testing.assert_allclose(contrast()(outputs), [0, 0.25, 0.09], rtol=1e-5)
    np.testing.assert_allclose(find("goh2021").penalty(outputs), [0, -2.5, -0.9], rtol=1e-5)


def test_the_channel_becomes_stronger():
    network = load_network(NetworkSettings(), DeviceSettings(name="cpu"), ["blocks.2.1"])
    order = Order([3], lambda some: channel("blocks.2.1", some), [(3,)], 48, 48)
    (picture,) = render(network, find("goh2021").with_steps(32), order)
    assert picture.curve[-8:].mean() > picture.curve[:8].mean() + 0.5
