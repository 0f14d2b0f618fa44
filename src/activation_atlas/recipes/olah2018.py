"""Activation grids: Olah et al. 2018, "The Building Blocks of Interpretability".

One icon a place of an image, of the whole activation vector there. Neighbours agree, since each
icon has a part of its own and a share of parts that belong to groups of places: its Fourier
coefficients are 0.7 own + 0.5 Σ share × group. All are optimized together, each towards its own
place's activation.

The mixture is that of the paper's notebook. The objective, the parameterization, the transform and
the steps uphill are those of :mod:`activation_atlas.recipes.carter2019`, and every step looks at
all places. Published: 256 to 1024 steps that look at 64 places each, drawn at random.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.networks import Network, Workers, filled, workers
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.objectives.direction import at_centre, direction
from activation_atlas.progress import Progress
from activation_atlas.recipes.carter2019 import (
    TRANSFORM,
    Icons,
    batches,
    finished,
    icon_window,
    joined,
    power_at,
    rule,
)
from activation_atlas.seeds import generator
from activation_atlas.settings import IconsSettings

OWN, SHARED = 0.7, 0.5
"""Weights of an icon's own coefficients and of those of its groups."""


@dataclass(frozen=True)
class Places:
    """Activations of one image that are rendered together.

    Attributes:
        vectors: (N, C).
        shares: (N, k) of at least 0, how much each place has of each group.
        names: What seeds each place's icon, N of them, e.g. (seed, image, layer, row, col).
        groups: What seeds each group's part, k of them.
    """

    vectors: np.ndarray
    shares: np.ndarray
    names: Sequence[tuple]
    groups: Sequence[tuple]


def render(network: Network, layer: str, places: Places, settings: IconsSettings) -> Icons:
    """Return the icons of all places, (N, ...), and how well each shows its own activation.

    The bytes depend on the places and the settings, never on threads or batches.

    Args:
        network: Network that was loaded with `layer`.
        layer: Layer of the activations.
        places: Their vectors, groups and names.
        settings: Size, steps, learning rate, decay and cosine power; nothing else is looked at.
    """
    grid = _Grid(network, layer, places, settings)
    with (
        workers(network, grid.batches) as team,
        Progress(f"icons of {layer}", settings.steps, "steps") as progress,
    ):
        return grid.optimized(team, progress)


class _Grid:
    """Icons on their way: what stays the same at every step."""

    def __init__(self, network: Network, layer: str, places: Places, settings: IconsSettings):
        self._layer, self._settings = layer, settings
        self._device, self._count = network.device, len(places.names)
        self._window = icon_window(network, layer, settings.size)
        self._images = FourierImages(settings.size, settings.size, settings.decay_power)
        self._vectors, self._shares = self._tensor(places.vectors), self._tensor(places.shares)
        own = [generator("place", *name) for name in places.names]
        groups = [generator("group", *name) for name in places.groups]
        self._start = self._images.start([*own, *groups]).to(self._device)
        self._views = self._tensor(np.stack([TRANSFORM.draw(one, settings.steps) for one in own]))
        self._rows = batches(self._count, network.micro_batch)
        self._whole = network.micro_batch

    @property
    def batches(self) -> int:
        """How many a step has."""
        return len(self._rows)

    def optimized(self, team: Workers, progress: Progress) -> Icons:
        """Take all steps."""
        climb, steps = rule(self._settings), self._settings.steps
        parameters, state = self._start, climb.begin(self._start)
        self._fill_up(team, self._mixed(parameters))
        for step in range(steps):
            gradient = self._divided(self._gradient(team, self._mixed(parameters), step))
            parameters, state = climb.advance(parameters, gradient, state, step, step / steps)
            progress.advance()
        return self._finished(team, self._mixed(parameters))

    def _tensor(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values.astype(np.float32)).to(self._device)

    def _mixed(self, parameters: Tensor) -> Tensor:
        """Return the coefficients (N, ...) of the icons, of own and groups' parts (N + k, ...)."""
        own, groups = parameters[: self._count], parameters[self._count :]
        return OWN * own + SHARED * torch.tensordot(self._shares, groups, 1)

    def _divided(self, gradient: Tensor) -> Tensor:
        """Return the gradient (N + k, ...) of all parts, from that of the coefficients (N, ...)."""
        # One product of one shape, in one thread: its sums are always taken in the same order.
        groups = torch.tensordot(self._shares.T, gradient, 1)
        return torch.cat([OWN * gradient, SHARED * groups])

    def _fill_up(self, team: Workers, mixed: Tensor) -> None:
        """Decide how far the last batch is filled up; every step's batches are then the same."""
        with team.borrowed() as network:

            def look(rows: Sequence[int]) -> list[Tensor]:
                return [self._gradient_of(network, mixed, rows, 0)]

            self._rows[-1] = filled(network, self._rows[-1], self._whole, look)

    def _gradient(self, team: Workers, mixed: Tensor, step: int) -> Tensor:
        """Return the gradient (N, ...) of each icon's objective at its coefficients."""

        def look(rows: Sequence[int]) -> Tensor:
            with team.borrowed() as network:
                return self._gradient_of(network, mixed, rows, step)

        return torch.cat(list(team.ahead(look, self._rows)))[: self._count]

    def _gradient_of(
        self, network: Network, mixed: Tensor, rows: Sequence[int], step: int
    ) -> Tensor:
        """Return the gradient of some of the icons, in one batch."""
        rows = list(rows)
        shown = mixed[rows].requires_grad_()
        views = TRANSFORM.apply(self._images.decode(shown), self._views[rows, step])
        maps = network.activations(views, [self._layer])[self._layer]
        power = power_at(self._settings, step)
        scores = direction(at_centre(maps, self._window), self._vectors[rows], power)
        return torch.autograd.grad(scores.sum(), shown)[0]

    def _finished(self, team: Workers, mixed: Tensor) -> Icons:
        power = self._settings.cosine_power

        def look(rows: Sequence[int]) -> Icons:
            rows = list(rows)
            rgb, vectors = self._images.decode(mixed[rows]), self._vectors[rows]
            with team.borrowed() as network:
                return finished(network, self._layer, rgb, vectors, vectors, self._window, power)

        return joined(list(team.ahead(look, self._rows))).first(self._count)
