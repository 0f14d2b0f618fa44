"""What a picture was made by, as JSON values: network, recipe with every parameter, versions."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from importlib.metadata import version

import numpy as np
from torch import Tensor

from activation_atlas import __version__, stores
from activation_atlas.networks import Network
from activation_atlas.networks.dtype import dtype_name
from activation_atlas.recipes.recipe import Recipe

PACKAGES = ("numpy", "pillow", "timm", "torch", "torchvision")


def facts(
    network: Network, weights: str, recipes: Sequence[Recipe], seed: int
) -> dict[str, object]:
    """Return everything that decides pictures beside what they show and their size.

    Args:
        network: Network that is looked into.
        weights: Place where its weights come from, as the config has it.
        recipes: Recipes by which the pictures are made.
        seed: Seed of the run.
    """
    return {
        "network": {"name": network.name, "weights": weights, "digest": network.digest},
        "dtype": dtype_name(network.dtype),
        "seed": seed,
        "recipes": {recipe.name: described(recipe, network) for recipe in recipes},
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return the versions of what pictures are computed with, by package."""
    return {"activation-atlas": __version__} | {name: version(name) for name in PACKAGES}


def described(recipe: Recipe, network: Network) -> dict[str, object]:
    """Return a recipe with the parameters of all its parts.

    Its images are those of the network's own size.
    """
    images = recipe.images(network, network.input_size, network.input_size)
    return _plain(recipe) | {"images": _plain(images)}


def _plain(value: object) -> object:
    """Return any part of a recipe as JSON values."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Tensor | np.ndarray | np.generic):
        return _array(np.asarray(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {"kind": type(value).__name__} | parts
    return _function(value) if callable(value) else {"kind": type(value).__name__}


def _array(array: np.ndarray) -> object:
    """Return a small array as its values, a large one as its shape and digest."""
    if array.size <= 16:
        return _plain(array.astype(float).tolist())
    return {"shape": list(array.shape), "digest": stores.digest({"array": array})}


def _function(function: Callable) -> object:
    """Return a function's name, with what it was given when it was made."""
    if isinstance(function, partial):
        given = {"arguments": function.args, **function.keywords}
        return {"kind": _name(function.func)} | _plain(given)
    cells = getattr(function, "__closure__", None) or ()
    names = function.__code__.co_freevars if cells else ()
    given = {name: _plain(cell.cell_contents) for name, cell in zip(names, cells)}
    return {"kind": _name(function)} | given


def _name(function: Callable) -> str:
    return getattr(function, "__qualname__", type(function).__name__).removesuffix(".<lambda>")
