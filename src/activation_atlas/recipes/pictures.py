"""Pictures made by any recipe: batches, threads, octaves, curves and snapshots."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network, Rescued, filled, workers
from activation_atlas.optimize.images import Images
from activation_atlas.optimize.objectives import Objective, Outputs, channel
from activation_atlas.optimize.objectives.targets import one_an_image
from activation_atlas.optimize.operators import ClipValid
from activation_atlas.optimize.rules import Gradient
from activation_atlas.optimize.stage import Stage, run_stage
from activation_atlas.optimize.transforms import apply_all
from activation_atlas.raster import resized, to_bytes, to_rgb
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator


@dataclass(frozen=True)
class Picture:
    """A finished picture and how it came about.

    Attributes:
        image: (h, w, 3) uint8, or (h, w, 4) of a parameterization with alpha.
        curve: (steps,) float32, the objective at each step, as the transformed view had it.
        snapshots: The picture after so many steps, by that number.
    """

    image: np.ndarray
    curve: np.ndarray
    snapshots: Mapping[int, np.ndarray]


@dataclass(frozen=True)
class Order:
    """Pictures asked for.

    Attributes:
        items: One target a picture, or one a group where pictures share parameters.
        objective: Gives the objective of some of the items; of items of a group for all of them.
        names: What seeds each item beside the recipe, e.g. ("class", 954, 0).
        height: In pixels.
        width: In pixels.
        seed: Seed of the run.
        group: Pictures an item; more than one where they are made together.
        starts: (items, height, width, 3) uint8 to begin with in place of noise.
        snapshots: Numbers of steps after which to keep the picture.
        beside: (items, h, w, 3) uint8 photos whose activations the objective compares with, seen
            through the same transforms at every step; resized where a stage has another size.
    """

    items: Sequence
    objective: Callable[[Sequence], Objective]
    names: Sequence[tuple]
    height: int
    width: int
    seed: int = 0
    group: int = 1
    starts: np.ndarray | None = None
    snapshots: Collection[int] = ()
    beside: np.ndarray | None = None

    def some(self, rows: Sequence[int]) -> "Order":
        """Return an order of some of the items."""
        starts = None if self.starts is None else self.starts[list(rows)]
        beside = None if self.beside is None else self.beside[list(rows)]
        return Order(
            [self.items[row] for row in rows],
            self.objective,
            [self.names[row] for row in rows],
            self.height,
            self.width,
            self.seed,
            self.group,
            starts,
            self.snapshots,
            beside,
        )


def channel_order(layer: str, channels: Sequence[int], size: int, seed: int) -> Order:
    """Return an order of square pictures of channels of a layer, `size` pixels a side."""
    names = [(layer, number) for number in channels]
    return Order(channels, lambda some: channel(layer, some), names, size, size, seed)


def render(network: Network, recipe: Recipe, order: Order) -> Iterator[Picture]:
    """Yield the pictures of an order, item by item.

    A picture depends on its own item, name and size only: a whole batch's size depends on the
    picture's size alone, and a shorter one is filled up as far as the bits need it.

    Raises:
        AtlasError: the network does not take images of this size, or lacks a layer; or the recipe
            needs photos to start with that are not given, or can't start with photos.
    """
    _check(network, recipe, order)
    size = max(1, network.batch_of(order.height, order.width) // order.group)
    count = len(order.items)
    batches = [range(first, min(first + size, count)) for first in range(0, count, size)]
    with workers(network, len(batches)) as team:

        def work(rows: Sequence[int]) -> list[Picture]:
            with team.borrowed() as borrowed:

                def look(some: Sequence[int]) -> list[Tensor]:
                    return _Batch(borrowed, recipe, order.some(some)).first_looks()

                whole = order.some(filled(borrowed, rows, size, look))
                return _Batch(borrowed, recipe, whole).pictures()[: len(rows) * order.group]

        for pictures in team.ahead(work, batches):
            yield from pictures


def _check(network: Network, recipe: Recipe, order: Order) -> None:
    missing = _objective(recipe, order, order.items[:1]).layers - set(network.layers)
    if missing:
        raise AtlasError(
            f"The objective needs {', '.join(sorted(missing))} of '{network.name}', which was"
            " loaded without: name every layer in load_network."
        )
    if order.starts is None and any(stage.carry == "detail" for stage in recipe.stages[1:]):
        raise AtlasError(
            f"'{recipe.name}' dreams on photos: give it some to start with, as `make dreams` does."
        )
    if order.starts is not None and not hasattr(
        recipe.images(network, order.height, order.width), "encode"
    ):
        raise AtlasError(f"'{recipe.name}' can't start with photos: use a recipe of pixels.")
    if order.beside is not None and any(stage.crop is not None for stage in recipe.stages):
        raise AtlasError(f"'{recipe.name}' looks at crops, which can't be held beside a photo.")
    for size in dict.fromkeys(_looked_at(stage, order, network) for stage in recipe.stages):
        network.check_size(*size)


def _objective(recipe: Recipe, order: Order, items: Sequence) -> Objective:
    objective = order.objective(items)
    return objective if recipe.penalty is None else objective + recipe.penalty


def _size(stage: Stage, order: Order) -> tuple[int, int]:
    """Return height and width of a stage's canvas in pixels."""
    return round(order.height * stage.scale), round(order.width * stage.scale)


def _looked_at(stage: Stage, order: Order, network: Network) -> tuple[int, int]:
    """Return height and width of what the network sees in a stage, in pixels."""
    size, side = _size(stage, order), network.input_size
    return (side, side) if stage.is_cropped(*size, side) else size


class _Batch:
    """Pictures on their way through the stages of a recipe."""

    def __init__(self, network: Network, recipe: Recipe, order: Order):
        self._network, self._recipe, self._order = network, recipe, order
        self._objective = _objective(recipe, order, order.items)
        self._record = _Record(set(order.snapshots))

    def pictures(self) -> list[Picture]:
        parameters = photo = None
        stages = self._recipe.stages
        for number, stage in enumerate(stages):
            images = self._images(stage)
            if self._order.starts is not None:
                rgb = to_rgb(self._order.starts).to(self._network.device)
                rgb = resized(rgb, (images.height, images.width))
                before, photo = photo, images.encode(rgb)
            if parameters is None:
                parameters = self._start(images) if photo is None else photo
            elif stage.carry == "detail":
                added = parameters - before
                parameters = photo + resized(added, photo.shape[2:])
            elif _size(stage, self._order) != _size(stages[number - 1], self._order):
                parameters = resized(parameters, (images.height, images.width))
            parameters = self._run(number, stage, images, parameters)
        return self._record.pictures(images, parameters)

    def first_looks(self) -> list[Tensor]:
        """Return gradients and scores of each stage's first step, from noise, (items, ...) each."""
        found = []
        for number, stage in enumerate(self._recipe.stages):
            once = replace(
                stage, steps=1, rule=Gradient(), operators=(), best=False, until=torch.inf
            )
            images = self._images(stage)
            found.append(self._run(number, once, images, self._start(images)))
        items = len(self._order.items)
        return found + [scores.reshape(items, -1) for scores in self._record.scores]

    def _images(self, stage: Stage) -> Images:
        return self._recipe.images(self._network, *_size(stage, self._order))

    def _generators(self, *use: object, each: int = 1) -> list[np.random.Generator]:
        prefix = ("picture", self._order.seed, self._recipe.seeded_as or self._recipe.name)
        return [
            generator(*prefix, *name, *use, member)
            for name in self._order.names
            for member in range(each)
        ]

    def _start(self, images: Images) -> Tensor:
        each = self._order.group // getattr(images, "group", 1)
        return images.start(self._generators("start", each=each)).to(self._network.device)

    def _run(self, number: int, stage: Stage, images: Images, parameters: Tensor) -> Tensor:
        generators = self._generators("views", number, each=self._order.group)
        rescued_steps = self._recipe.rescue if number == 0 else 0

        def look(shown: Tensor, numbers: Tensor, progress: float) -> Tensor:
            rescued = round(progress * stage.steps) < rescued_steps
            with Rescued() if rescued else nullcontext():
                return self._score(stage, images, shown, numbers, progress)

        watch = self._record.stage(images)
        side = self._network.input_size
        stage = _with_mean(stage, self._network)
        return run_stage(stage, parameters, look, generators, watch, side)

    def _score(
        self, stage: Stage, images: Images, shown: Tensor, numbers: Tensor, progress: float
    ) -> Tensor:
        rgb = images.decode(shown)
        views = apply_all(stage.transforms, rgb, numbers)
        objective = self._objective
        if objective.logits:
            activations, logits = self._network.run(views)
        else:
            activations, logits = self._network.activations(views, objective.layers), None
        beside = self._beside(stage, rgb, numbers)
        return objective(Outputs(rgb, views, activations, logits, progress, beside))

    @torch.no_grad()
    def _beside(self, stage: Stage, rgb: Tensor, numbers: Tensor) -> dict[str, Tensor] | None:
        """Return the activations of the photos beside the images, through the same transforms."""
        if self._order.beside is None:
            return None
        photos = resized(to_rgb(self._order.beside).to(rgb.device), rgb.shape[2:])
        views = apply_all(stage.transforms, one_an_image(photos, rgb), numbers)
        return self._network.activations(views, self._objective.layers)


@dataclass
class _Record:
    """What is kept of the way: scores and snapshots."""

    wanted: set[int]
    scores: list[Tensor] = field(default_factory=list)
    kept: dict[int, Tensor] = field(default_factory=dict)

    def stage(self, images: Images) -> Callable[[Tensor, Tensor, int], None]:
        """Return what is told of each step of a stage."""

        def watch(parameters: Tensor, scores: Tensor, step: int) -> None:
            if len(self.scores) in self.wanted:
                self.kept[len(self.scores)] = images.decode(parameters)
            self.scores.append(scores)

        return watch

    def pictures(self, images: Images, parameters: Tensor) -> list[Picture]:
        """Return the finished pictures."""
        if len(self.scores) in self.wanted:
            self.kept[len(self.scores)] = images.decode(parameters)
        last = to_bytes(images.decode(parameters))
        kept = {step: to_bytes(rgb) for step, rgb in self.kept.items()}
        curves = torch.stack(self.scores, 1).cpu().numpy()
        return [
            Picture(*rows, {step: images[number] for step, images in kept.items()})
            for number, rows in enumerate(zip(last, curves))
        ]


def _with_mean(stage: Stage, network: Network) -> Stage:
    """Return the stage with the mean colour that its clipping to valid pixels leaves out."""
    operators = tuple(
        replace(operator, mean=network.input.mean)
        if isinstance(operator, ClipValid) and operator.mean is None
        else operator
        for operator in stage.operators
    )
    return replace(stage, operators=operators)
