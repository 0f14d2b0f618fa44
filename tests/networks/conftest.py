import functools

import pytest
import torch
from torch.nn.modules.batchnorm import _BatchNorm

from activation_atlas.networks import weights, zoo
from activation_atlas.networks.probing import without_inplace
from activation_atlas.settings import NetworkSettings


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """Settings of a network whose batch norms do something, as those of a trained one do."""
    folder = tmp_path_factory.mktemp("weights")

    @functools.cache
    def make(name):
        model = weights.random_weights(zoo.find(name), seed=0)
        norms = [module for module in model.modules() if isinstance(module, _BatchNorm)]
        if not norms:
            return NetworkSettings(name=name, weights="random")
        random = torch.Generator().manual_seed(1)
        for norm in norms:
            for values, low, high in (
                (norm.weight, 0.5, 1.5),
                (norm.bias, -0.5, 0.5),
                (norm.running_mean, -0.5, 0.5),
                (norm.running_var, 0.5, 2.0),
            ):
                values.data.uniform_(low, high, generator=random)
        file = folder / f"{name}.pth"
        torch.save(model.state_dict(), file)
        return NetworkSettings(name=name, weights="file", file=str(file))

    return make


@pytest.fixture(scope="session")
def reference():
    """The untouched network: what named modules give at their last call, and the logits."""

    def compute(settings, images, layers):
        model = without_inplace(weights.load(settings)).requires_grad_(False)
        expects = zoo.input_format(zoo.find(settings.name))
        mean, std = (torch.tensor(v).reshape(3, 1, 1) for v in (expects.mean, expects.std))
        found = {}
        for layer in layers:
            module = model.get_submodule(layer.replace("mixed", "inception"))
            module.register_forward_hook(
                lambda _module, _given, output, layer=layer: found.update({layer: output.clone()})
            )
        return found, model((images - mean) / std)

    return compute
