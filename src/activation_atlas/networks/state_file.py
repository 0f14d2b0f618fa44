"""State dicts on disk: read without running code, and fitted to a network or refused."""

import pickle
import re
from collections.abc import Mapping
from pathlib import Path

import safetensors.torch
import torch
from torch import Tensor, nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo
from activation_atlas.networks.zoo import Architecture

# torchvision's files hold the auxiliary heads of its Inception networks, which only serve training.
AUXILIARY = re.compile(r"^(aux1|aux2|AuxLogits)\.")
# torchvision's DenseNet files still name the layers as Python once allowed: "norm.1" for "norm1".
DENSELAYER = re.compile(r"(denselayer\d+\.(?:norm|conv))\.([12]\.)")


def read_state(file: str | Path) -> dict[str, Tensor]:
    """Return the state dict in a .safetensors file or a PyTorch file (.pth, .pt).

    A ``{"state_dict": ...}`` around it and a ``module.`` before every name are taken off. Code in
    the file is never run.

    Raises:
        AtlasError: the file is missing, damaged, or holds anything but tensors by name.
    """
    file = Path(file)
    if not file.is_file():
        raise AtlasError(f"There is no file {file}: give the path of a state dict.")
    state = _read(file)
    if isinstance(state, Mapping) and isinstance(state.get("state_dict"), Mapping):
        state = state["state_dict"]
    if not (isinstance(state, Mapping) and state and _only_tensors(state)):
        raise AtlasError(
            f"{file} is no state dict: it must hold tensors by name, as torch.save(model."
            "state_dict(), file) writes them."
        )
    prefix = "module." if all(name.startswith("module.") for name in state) else ""
    return {name.removeprefix(prefix): tensor for name, tensor in state.items()}


def fit(architecture: Architecture, state: Mapping[str, Tensor], source: str) -> nn.Module:
    """Return the network with the weights of `state`, with as many classes as `state` has.

    Raises:
        AtlasError: names the first tensors that are missing, unexpected or of another shape;
            `source` says where they came from.
    """
    model = zoo.build(architecture)
    wanted = model.state_dict()
    if architecture.library == "torchvision":
        state = {
            DENSELAYER.sub(r"\1\2", name): tensor
            for name, tensor in state.items()
            if name in wanted or not AUXILIARY.match(name)
        }
    head = list(wanted)[-1]  # the classifier comes last
    if head in state and state[head].ndim and len(state[head]) != len(wanted[head]):
        model = zoo.build(architecture, classes=len(state[head]))
        wanted = model.state_dict()
    problem = _misfit(state, wanted)
    if problem:
        raise AtlasError(
            f"The weights in {source} do not fit '{architecture.name}': {problem}; set network.name"
            " to the network that they belong to."
        )
    model.load_state_dict(state)
    return model


def _read(file: Path) -> object:
    try:
        if file.suffix == ".safetensors":
            return safetensors.torch.load_file(file)
        return torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise AtlasError(
            f"{file} holds more than tensors (code in it was not run) or is damaged; save only"
            " the state dict: torch.save(model.state_dict(), file)."
        ) from error
    except OSError as error:
        raise AtlasError(f"{file} can't be read ({error.strerror}).") from error
    except Exception as error:  # noqa: BLE001 - torch raises anything on broken data
        raise AtlasError(f"{file} is damaged or no PyTorch file; fetch it again.") from error


def _only_tensors(state: Mapping) -> bool:
    return all(isinstance(k, str) and isinstance(v, Tensor) for k, v in state.items())


def _misfit(state: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> str:
    missing = [name for name in wanted if name not in state]
    unexpected = [name for name in state if name not in wanted]
    other = [
        f"{name} is {tuple(state[name].shape)}, not {tuple(wanted[name].shape)}"
        for name in wanted
        if name in state and state[name].shape != wanted[name].shape
    ]
    parts = [
        f"{len(names)} {word} ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})"
        for word, names in (
            ("missing", missing),
            ("unexpected", unexpected),
            ("of another shape", other),
        )
        if names
    ]
    return ", ".join(parts)
