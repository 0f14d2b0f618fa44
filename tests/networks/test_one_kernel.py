import pytest
import torch

from activation_atlas.networks import load_network
from activation_atlas.settings import DeviceSettings, NetworkSettings

WHOLE = 16


def _looked(network, images, pull):
    """Return logits and gradients of the rows."""
    shown = images.clone().requires_grad_()
    logits = network.run(shown)[1]
    return logits.detach(), torch.autograd.grad((logits * pull).sum(), shown)[0]


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("name", ["efficientnet_lite0", "resnet18"])
def test_an_image_gives_the_same_bits_in_any_batch(name, dtype):
    settings = NetworkSettings(name=name, weights="random")
    network = load_network(settings, DeviceSettings("cpu", dtype), [])
    random = torch.Generator().manual_seed(0)
    images = torch.rand(WHOLE, 3, 64, 64, generator=random)
    pull = torch.randn(WHOLE, network.classes, generator=random)
    whole = _looked(network, images, pull)
    for size in (1, 2, 3, 5):
        rows = slice(7, 7 + size)
        for ours, theirs in zip(_looked(network, images[rows], pull[rows]), whole, strict=True):
            assert torch.equal(ours, theirs[rows])
