"""One picture of one class or channel: what the command line and a notebook ask for."""

from dataclasses import dataclass

from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.labels import class_names, class_number
from activation_atlas.notebook.network import network_settings
from activation_atlas.notebook.result import Result
from activation_atlas.optimize.objectives import Objective, Outputs, channel, logit
from activation_atlas.progress import Progress
from activation_atlas.recipes import find
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings
from activation_atlas.settings.types import Weights

LEAST_SIDE, LARGEST_SIDE = 16, 4096
"""Sides in pixels of the smallest picture that shows a thing, and of the largest that is made."""


@dataclass(frozen=True)
class _Target:
    """What is to be shown: a class, or a channel of a layer."""

    number: int
    label: str
    layer: str | None = None

    def objective(self, numbers: list[int]) -> Objective:
        return logit(numbers) if self.layer is None else channel(self.layer, numbers)

    @property
    def name(self) -> tuple:
        return ("class", self.number) if self.layer is None else (self.layer, self.number)


def visualize(
    network: str = "efficientnet_lite0",
    shown: str | int = "banana",
    recipe: str = "atlas",
    *,
    weights: Weights | None = None,
    file: str | None = None,
    size: int | None = None,
    seed: int = 0,
) -> Result:
    """Return a picture of what makes a class or a channel of a network answer most.

    Args:
        network: Any torchvision or timm model.
        shown: A class, by name or index, or a channel as ``LAYER:CHANNEL``.
        recipe: Name of a recipe; see :data:`activation_atlas.recipes.RECIPES`.
        weights: Origin of the weights; by default the file if one is given, else a package
            that ships them, else a download.
        file: State dict (.pth, .pt or .safetensors).
        size: Side of the picture in pixels; by default that of the network's input.
        seed: The same seed gives the same picture.

    Raises:
        AtlasError: the network, its weights, the class, the layer, the channel or the recipe can't
            be had, or the size is too small for the network.
    """
    chosen = find(recipe)
    check_size(size)
    settings = network_settings(network, weights, file)
    layer, _, _ = _split(shown)
    loaded = load_network(settings, DeviceSettings(), [layer] if layer else [])
    target = _target(loaded, shown)
    side = size or loaded.input_size
    with Progress(f"{target.label} by {recipe}", chosen.steps, "steps") as progress:
        order = Order(
            items=[target.number],
            objective=lambda numbers: counted(target.objective(numbers), progress),
            names=[target.name],
            height=side,
            width=side,
            seed=seed,
        )
        picture = next(render(loaded, chosen, order))
    made = facts(loaded, settings.weights, [chosen], seed)
    made |= {"shown": target.label, "size": side}
    made |= {"digest": stores.digest({"image": picture.image})}
    return Result(Image.fromarray(picture.image), made, picture.curve)


def check_size(size: int | None) -> None:
    """Make sure that a picture of `size` pixels a side would show a thing.

    Raises:
        AtlasError: it has too few, or more than can be computed.
    """
    if size is not None and size < LEAST_SIDE:
        raise AtlasError(f"A picture can't have {size} pixels a side; give at least {LEAST_SIDE}.")
    if size is not None and size > LARGEST_SIDE:
        raise AtlasError(f"A picture can't have {size} pixels a side; give at most {LARGEST_SIDE}.")


def _split(shown: str | int) -> tuple[str, str, str]:
    """Return the layer, the colon and the channel; only the last has content for a class."""
    return str(shown).rpartition(":")


def _target(network: Network, shown: str | int) -> _Target:
    layer, _, number = _split(shown)
    if not layer:
        names = class_names(network.classes)
        index = class_number(shown, names)
        return _Target(index, names[index])
    channels = network.channels[layer]
    if not number.isdecimal() or int(number) >= channels:
        raise AtlasError(
            f"There is no channel '{number}' of {layer}: its channels are 0 to {channels - 1}."
        )
    return _Target(int(number), f"{layer}:{int(number)}", layer)


def counted(objective: Objective, progress: Progress) -> Objective:
    """Return the objective, which also counts the steps: each computes it once."""

    def score(outputs: Outputs) -> object:
        progress.advance()
        return objective(outputs)

    return Objective(score, objective.layers, objective.logits)
