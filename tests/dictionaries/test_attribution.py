import os

import numpy as np
import pytest
import torch
from torch import nn

from activation_atlas.dictionaries.attribution import by_channel, gradients
from activation_atlas.images import build_catalogue, open_catalogue
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.device import resolve
from activation_atlas.networks.zoo import InputFormat
from activation_atlas.raster import to_rgb
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, ImagesSettings, NetworkSettings

CPU = DeviceSettings("cpu", "float32")
LAYER, LAST = "blocks.4.2", "bn2"


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(3, 6, 3, stride=2, padding=1)
        self.tail = nn.Sequential(nn.Conv2d(6, 8, 3), nn.GELU(), nn.Conv2d(8, 8, 2), nn.ReLU())
        self.head = nn.Linear(8, 5)

    def forward(self, images):
        return self.head(self.tail(self.body(images)).mean((2, 3)))


@pytest.fixture(scope="module")
def small():
    torch.manual_seed(0)
    form = InputFormat(size=24, mean=(0.0,) * 3, std=(1.0,) * 3)
    model = Small().eval()
    network = Network(model, {"body": "body"}, form, resolve(CPU), name="small", digest="")
    return model, network


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(), CPU, [LAYER, LAST])


def photo(height, width, seed=0):
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed))


def logits_at(network, layer, image, activation):
    """Logits (classes,) with the layer's output replaced."""
    maps = torch.from_numpy(activation).permute(2, 0, 1)[None]
    with torch.no_grad():
        return network.run(image, {layer: lambda output: maps.to(output.dtype)})[1][0].numpy()


def test_gradients_are_those_of_autograd(small):
    model, network = small
    image = photo(20, 28)
    activation, gradient = gradients(network, "body", image, [4, 1])
    body = model.body(image).detach().requires_grad_()
    logits = model.head(model.tail(body).mean((2, 3)))[0]
    assert activation.shape == (10, 14, 6) and gradient.shape == (2, 10, 14, 6)
    assert activation.dtype == gradient.dtype == np.float32
    torch.testing.assert_close(torch.from_numpy(activation).permute(2, 0, 1)[None], body.detach())
    for index, found in zip((4, 1), gradient):
        (expected,) = torch.autograd.grad(logits[index], body, retain_graph=True)
        torch.testing.assert_close(torch.from_numpy(found).permute(2, 0, 1)[None], expected)


def test_where_the_tail_is_linear_the_sum_is_the_logit_without_its_bias(network):
    image = photo(96, 128)
    activation, gradient = gradients(network, LAST, image, [3, 281, 999])
    whole = logits_at(network, LAST, image, activation)
    bias = logits_at(network, LAST, image, np.zeros_like(activation))
    expected = (whole - bias)[[3, 281, 999]]
    sums = by_channel(activation, gradient).sum(1)
    np.testing.assert_allclose(sums, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("layer", ["body"])
def test_a_path_of_many_steps_is_complete(small, layer):
    _, network = small
    image = photo(24, 32)
    whole, nothing = (
        logits_at(network, layer, image, share * gradients(network, layer, image, [2])[0])[2]
        for share in (1, 0)
    )
    errors = []
    for steps in (2, 8, 64):
        activation, gradient = gradients(network, layer, image, [2], steps)
        errors.append(abs(by_channel(activation, gradient).sum() - (whole - nothing)))
    assert errors[-1] < 1e-3 * abs(whole - nothing)
    assert errors[-1] < errors[0]


def test_a_path_is_complete_on_a_real_network(network):
    image = photo(64, 64)
    activation, gradient = gradients(network, LAYER, image, [281], 48)
    whole = logits_at(network, LAYER, image, activation)[281]
    nothing = logits_at(network, LAYER, image, np.zeros_like(activation))[281]
    total = by_channel(activation, gradient).sum()
    assert total == pytest.approx(whole - nothing, rel=0.05)


def test_a_class_does_not_depend_on_the_others(network):
    image = photo(64, 80)
    _, both = gradients(network, LAYER, image, [7, 281])
    _, alone = gradients(network, LAYER, image, [281])
    np.testing.assert_array_equal(both[1], alone[0])


def test_channels_are_sums_of_products_over_places():
    random = np.random.default_rng(0)
    activation, gradient = random.random((4, 5, 3)), random.random((2, 4, 5, 3))
    products = activation * gradient
    np.testing.assert_allclose(by_channel(activation, gradient), products.sum((1, 2)))
    difference = by_channel(activation, gradient[0] - gradient[1])
    np.testing.assert_allclose(difference, (products[0] - products[1]).sum((0, 1)))


def _photos(folder):
    """100 squares of the user's photos, or two dozen crops of the packaged ones."""
    given = os.environ.get("ATLAS_IMAGES")
    settings = (
        ImagesSettings(source="folder", path=given, limit=100)
        if given
        else ImagesSettings(crops=2, crop_scale=(0.5, 0.9))
    )
    build_catalogue(folder, settings, 0, 160, 1)
    catalogue = open_catalogue(folder, settings)
    for row in range(len(catalogue)):
        pixels = catalogue.read(row, 160)
        yield to_rgb(pixels[None])


def test_removing_what_speaks_for_the_class_costs_more_than_removing_anything(network, tmp_path):
    drops = []
    for number, image in enumerate(_photos(tmp_path)):
        with torch.no_grad():
            logits = network.run(image)[1][0]
        index = logits.argmax().item()
        (spoken,) = by_channel(*gradients(network, LAYER, image, [index]))
        count = len(spoken) // 10
        random = generator("ablation", number).choice(len(spoken), count, replace=False)
        removed = (np.argsort(-spoken)[:count], random)
        drops.append([(logits[index] - _without(network, image, gone)[index]) for gone in removed])
    top, chance = np.array(drops).T
    assert top.mean() > 3 * chance.mean()
    assert (top > chance).mean() > 0.9


@torch.no_grad()
def _without(network, image, channels):
    """Logits (classes,) with some channels silenced."""

    def silence(output):
        output = output.clone()
        output[:, channels.tolist()] = 0
        return output

    return network.run(image, {LAYER: silence})[1][0]
