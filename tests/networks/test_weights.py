import math

import pytest
import torch
from torch import nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import weights, zoo
from activation_atlas.settings import NetworkSettings


def test_packaged_weights_fill_the_network():
    model = weights.load(NetworkSettings())
    start = zoo.build(zoo.find("efficientnet_lite0"))
    for (name, tensor), untrained in zip(model.state_dict().items(), start.state_dict().values()):
        if "num_batches" not in name:
            assert not torch.equal(tensor, untrained), name
    assert not model.training


@pytest.mark.parametrize("change", ["shape", "kind", "count"])
def test_packaged_weights_of_another_network_are_refused(monkeypatch, change):
    state = zoo.build(zoo.find("efficientnet_lite0")).state_dict()
    if change == "shape":
        state["conv_stem.weight"] = state["conv_stem.weight"][:8]
    elif change == "kind":  # same shapes, other order
        names = list(state)
        names[1], names[2] = names[2], names[1]
        state = {name: state[name] for name in names}
    else:
        del state["classifier.bias"]
    monkeypatch.setattr(torch, "load", lambda *_, **__: state)
    with pytest.raises(AtlasError, match="packaged"):
        weights.load(NetworkSettings())


def test_package_where_there_is_none():
    with pytest.raises(AtlasError, match="'vgg19'; set network.weights to download, file or rand"):
        weights.load(NetworkSettings(name="vgg19", weights="package"))


def test_file_without_a_file():
    with pytest.raises(AtlasError, match="network.file is not set"):
        weights.load(NetworkSettings(weights="file"))


def test_random_weights_are_the_same_every_time():
    settings = NetworkSettings(name="squeezenet1_1", weights="random")
    torch.manual_seed(5)
    state = torch.random.get_rng_state()
    first = weights.digest(weights.load(settings))
    assert torch.equal(torch.random.get_rng_state(), state)
    torch.manual_seed(6)
    assert weights.digest(weights.load(settings)) == first
    other = NetworkSettings(name="squeezenet1_1", weights="random", seed=1)
    assert weights.digest(weights.load(other)) != first


def test_random_convolutions_are_kaiming_normal():
    model = weights.random_weights(zoo.find("alexnet"), seed=0)
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            expected = math.sqrt(2 / module.weight[0].numel())
            assert module.weight.std().item() == pytest.approx(expected, rel=0.03)
            assert module.weight.mean().abs() < 0.05 * expected
            assert not module.bias.any()


def test_the_digest_is_of_tensors_not_of_names():
    one = nn.Sequential(nn.Linear(2, 2))
    renamed = nn.ModuleDict({"other": nn.Linear(2, 2)})
    renamed["other"].load_state_dict(one[0].state_dict())
    assert weights.digest(one) == weights.digest(renamed)
    with torch.no_grad():
        renamed["other"].bias[0] += 1
    assert weights.digest(one) != weights.digest(renamed)
