import numpy as np
import pytest
import torch

from activation_atlas.raster import to_rgb
from activation_atlas.textures.compare import distance, grams, relative_errors
from activation_atlas.textures.gram import gram
from made_up import random_vgg

LAYERS = ("conv1_1", "conv2_1")


def test_an_image_is_as_far_from_another_as_its_gram_matrices_are():
    vgg = random_vgg()
    one, other = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3), np.uint8)
    found, target = grams(vgg, one, LAYERS), grams(vgg, other, LAYERS)
    with torch.no_grad():
        activation = vgg.activations(to_rgb(one[None]), LAYERS)
    assert torch.equal(found["conv2_1"], gram(activation["conv2_1"])[0])
    assert relative_errors(target, target) == dict.fromkeys(LAYERS, 0.0)
    doubled = {layer: 2 * matrix for layer, matrix in target.items()}
    assert relative_errors(doubled, target) == dict.fromkeys(LAYERS, 1.0)
    halves = {"conv1_1": target["conv1_1"], "conv2_1": 1.5 * target["conv2_1"]}
    assert distance(halves, target) == pytest.approx((0 + 0.5**2) / 2)
    assert all(0 < error < 1 for error in relative_errors(found, target).values())
