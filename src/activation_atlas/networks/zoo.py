"""Which networks there are by name, and what each expects as its input.

A name is looked for in this order, and the first that has it wins: the networks whose weights a
Python package ships (:data:`PACKAGED`), torchvision, timm. timm's version of a name that
torchvision has too is reached through its tag, e.g. ``resnet50.a1_in1k``.
"""

from dataclasses import dataclass
from typing import Literal

import timm
import torch
import torchvision
from torch import nn

from activation_atlas import seeds
from activation_atlas.errors import AtlasError, nearest

PACKAGED = {"efficientnet_lite0": "tf_efficientnet_lite0"}
"""Networks whose weights a Python package ships, and timm's name of each."""

# The auxiliary heads only serve training. Both networks were trained on inputs in [-1, 1] and
# convert from torchvision's usual normalization themselves.
INCEPTION = {"transform_input": True, "aux_logits": False, "init_weights": False}
ARGUMENTS = {"googlenet": INCEPTION, "inception_v3": INCEPTION}


@dataclass(frozen=True)
class Architecture:
    """A network as a library builds it."""

    name: str
    """As the user gave it."""
    library: Literal["torchvision", "timm"]
    library_name: str


@dataclass(frozen=True)
class InputFormat:
    """What a network expects: square RGB images, (x - mean) / std of x in [0, 1]."""

    size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


def find(name: str) -> Architecture:
    """Return the architecture called `name`.

    Raises:
        AtlasError: no library knows it; names the nearest ones.
    """
    if name in PACKAGED:
        return Architecture(name, "timm", PACKAGED[name])
    if name in _torchvision_names():
        return Architecture(name, "torchvision", name)
    if timm.is_model(name):
        try:
            timm.models.get_pretrained_cfg(name)
        except RuntimeError:
            tagged = timm.list_pretrained(name.split(".")[0] + ".*")
            raise AtlasError(
                f"timm has no weights called '{name}'.{nearest(name, tagged)}"
            ) from None
        return Architecture(name, "timm", name)
    known = [*PACKAGED, *_torchvision_names(), *timm.list_models()]
    hint = nearest(name, known) or " Set network.name to one of theirs."
    raise AtlasError(f"'{name}' is no network of torchvision or timm.{hint}")


def build(architecture: Architecture, classes: int | None = None, seed: int = 0) -> nn.Module:
    """Return the network in evaluation mode with the library's own random start.

    The start depends on `seed` and the name alone, and the global random state stays untouched.

    Args:
        architecture: Network to build.
        classes: Number of outputs; by default the library's.
        seed: Seed of the random start.
    """
    arguments: dict[str, object] = {} if classes is None else {"num_classes": classes}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seeds.integer(seed, "weights", architecture.library_name))
        if architecture.library == "torchvision":
            arguments |= ARGUMENTS.get(architecture.library_name, {})
            model = torchvision.models.get_model(architecture.library_name, **arguments)
        else:
            model = timm.create_model(architecture.library_name, **arguments)
    return model.eval()


def input_format(architecture: Architecture) -> InputFormat:
    """Return what the library's weights of this network were trained on."""
    if architecture.library == "torchvision":
        preset = torchvision_weights(architecture).transforms()
        return InputFormat(preset.crop_size[0], tuple(preset.mean), tuple(preset.std))
    config = timm_config(architecture)
    return InputFormat(config.input_size[1], tuple(config.mean), tuple(config.std))


def torchvision_weights(architecture: Architecture) -> torchvision.models.WeightsEnum:
    """Return torchvision's default weights of the network."""
    return torchvision.models.get_model_weights(architecture.library_name).DEFAULT


def timm_config(architecture: Architecture) -> timm.models.PretrainedCfg:
    """Return timm's description of the network's weights."""
    config = timm.models.get_pretrained_cfg(architecture.library_name)
    return config or timm.models.PretrainedCfg()


def _torchvision_names() -> list[str]:
    return torchvision.models.list_models(module=torchvision.models)
