import copy
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.device import resolve
from activation_atlas.networks.zoo import InputFormat
from activation_atlas.samples.attribution import attributions, forward_mode, pick, separable
from activation_atlas.settings import DeviceSettings, NetworkSettings

SIDE = 16


def adapted(model, layers):
    form = InputFormat(size=SIDE, mean=(0.0,) * 3, std=(1.0,) * 3)
    device = resolve(DeviceSettings("cpu", "float32"))
    modules = {layer: layer for layer in layers}
    return Network(model.eval(), modules, form, device, name="tiny", digest="")


def at(network, size, images, seed=0):
    random = torch.Generator().manual_seed(seed)
    return {
        layer: torch.stack(
            [torch.randint(1, side - 1, (images,), generator=random) for side in shape[1:]], 1
        )
        for layer, shape in network.shapes_at(size).items()
    }


def by_autograd(network, images, cells, layer, classes):
    """Attribution (B, classes) by one reverse pass a class."""
    leaf = {}

    def edit(output):
        leaf["h"] = output.detach().requires_grad_()
        return leaf["h"]

    with torch.enable_grad():
        _, logits = network.run(images, {layer: edit})
        gradients = [
            torch.autograd.grad(logits[:, c].sum(), leaf["h"], retain_graph=True)[0]
            for c in classes
        ]
    spoken = [pick(gradient * leaf["h"], cells[layer]).sum(1) for gradient in gradients]
    return torch.stack(spoken, 1).detach()


def test_equals_reverse_mode_on_a_real_network():
    layers = ["blocks.1.0", "blocks.2.1", "blocks.4.2"]
    network = load_network(NetworkSettings(), DeviceSettings("cpu", "float32"), layers)
    images = torch.rand(3, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    cells = at(network, 64, 3)
    classes = [0, 7, 500, 999]
    with torch.no_grad(), forward_mode():
        picked, spoken, predicted = attributions(network, images, cells, network.layers)
        assert separable(network, 64) == [network.layers]
    maps, logits = network.run(images)
    assert torch.equal(predicted, logits.argmax(1))
    for layer in layers:
        torch.testing.assert_close(picked[layer], pick(maps[layer], cells[layer]))
        expected = by_autograd(network, images, cells, layer, classes)
        torch.testing.assert_close(spoken[layer][:, classes], expected, rtol=1e-3, atol=1e-5)


def test_is_exact_on_a_linear_network():
    """With logits W · sum over positions, the attribution is W h."""

    class Summed(nn.Sequential):
        def forward(self, images):
            return self.head(self.body(images).sum((2, 3)))

    model = Summed()
    model.body, model.head = nn.Conv2d(3, 4, 3, padding=1), nn.Linear(4, 5, bias=False)
    for values in model.parameters():  # small integers: float32 holds every sum exactly
        values.data = torch.randint(-3, 4, values.shape).float()
    network = adapted(model, ["body"])
    images = torch.randint(0, 2, (6, 3, SIDE, SIDE)).float()
    cells = at(network, SIDE, 6)
    with torch.no_grad(), forward_mode():
        picked, spoken, _ = attributions(network, images, cells, network.layers)
    assert torch.equal(spoken["body"], picked["body"] @ model.head.weight.T)


class Branches(nn.Module):
    """Two layers beside each other, then one after both."""

    def __init__(self):
        super().__init__()
        self.left, self.right = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(3, 4, 3, padding=1)
        self.joined, self.head = nn.Conv2d(4, 6, 3, padding=1), nn.Linear(6, 5)

    def forward(self, images):
        both = self.left(images).relu() + self.right(images).relu()
        return self.head(self.joined(both).relu().mean((2, 3)))


def test_layers_on_parallel_branches_are_computed_apart():
    torch.manual_seed(0)
    network = adapted(Branches(), ["left", "right", "joined"])
    images, classes = torch.rand(4, 3, SIDE, SIDE), range(5)
    cells = at(network, SIDE, 4)
    with torch.no_grad(), forward_mode():
        groups = separable(network, SIDE)
        assert groups == [("left",), ("right",), ("joined",)]
        for group in groups:
            _, spoken, _ = attributions(network, images, cells, group)
            expected = by_autograd(network, images, cells, group[0], classes)
            torch.testing.assert_close(spoken[group[0]], expected)


def test_threads_share_the_level_without_mixing():
    torch.manual_seed(0)
    network = adapted(
        nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(784, 5)), ["0"]
    )
    images = torch.rand(24, 4, 3, SIDE, SIDE)
    cells = at(network, SIDE, 4)

    @torch.no_grad()
    def spoken(own, batch):
        return attributions(own, batch, cells, own.layers)[1]["0"]

    with forward_mode():
        expected = [spoken(network, batch) for batch in images]
        own = [copy.deepcopy(network) for _ in images]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(spoken, own, images))
    assert all(torch.equal(a, b) for a, b in zip(found, expected))


def test_fused_attention_does_not_stand_in_the_way():
    settings = NetworkSettings(name="mobilevit_xxs", weights="random")
    network = load_network(settings, DeviceSettings("cpu", "float32"), ["stages.2"])
    images = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    cells = at(network, 64, 2)
    with torch.no_grad(), forward_mode():
        _, spoken, _ = attributions(network, images, cells, network.layers)
    expected = by_autograd(network, images, cells, "stages.2", [0, 500])
    torch.testing.assert_close(spoken["stages.2"][:, [0, 500]], expected, rtol=1e-3, atol=1e-5)


def test_a_network_without_forward_derivatives_is_a_mistake():
    class Fused(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Conv2d(3, 5, 3, padding=1)

        def forward(self, images):
            tokens = self.body(images).flatten(2).transpose(1, 2)[:, None]
            attend = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
            return attend(tokens, tokens, tokens)[0].mean((1, 2))

    network = adapted(Fused(), ["body"])
    with torch.no_grad(), forward_mode(), pytest.raises(AtlasError, match="samples.attribution"):
        separable(network, SIDE)


def test_needs_a_level():
    network = adapted(Branches(), ["left"])
    with pytest.raises(RuntimeError, match="dual_level"):
        attributions(network, torch.rand(2, 3, SIDE, SIDE), at(network, SIDE, 2), network.layers)
    with pytest.raises(RuntimeError, match="dual_level"):
        separable(network, SIDE)
