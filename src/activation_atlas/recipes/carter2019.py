"""Icons of an activation atlas: Carter et al. 2019, "Activation Atlas".

Each icon is a Fourier image on decorrelated colour axes whose centre is driven towards the mean
activation of its cell by (h·v) max(0.1, cos(h, v))^p, under one small random transform a step.

The objective is that of the paper's text; the way uphill differs, so that fewer steps do:

- Transform: one similarity a step, up to 6° either way, a factor of 1.06 either way and 5 % of the
  side, mirrored at the border. Published: padding by 2, jitter by 4, 4, 8, 8 and 8 pixels, a scale
  of 0.995^-5 to 0.995^79 or 0.998^20 to 0.998^39, rotations up to 20°, and jitter by 2.
- Power p: rises from 1 over the first two thirds of the steps. Published: 2 or 4 throughout.
- Adam: betas of 0.5 and 0.95. Published: the usual ones, 0.9 and 0.999.
- Learning rate: six steps of warm-up, then half a cosine to a tenth. Published: 0.05 throughout.
- Tries: the worse half is given up again and again. Published: two of 512 steps, the better kept.
- Cosine: a true one. Published code divides by the length of h alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch import Tensor

from activation_atlas.networks import Network, filled, receptive_field, workers
from activation_atlas.optimize.halving import best_of_tries
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.objectives.direction import at_centre, cosine, direction
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.schedule import CosineDecay
from activation_atlas.optimize.transforms import RandomAffine
from activation_atlas.raster import to_bytes, to_rgb
from activation_atlas.seeds import generator
from activation_atlas.settings import IconsSettings

TRANSFORM = RandomAffine(rotation=6, scale=1.06, shift=0.05)
LAST_RATE = 0.1  # share of the learning rate that the last step still has
RAMP_SHARE = 2 / 3  # of the steps: early on a high power keeps an image from finding its direction


@dataclass(frozen=True)
class Cells:
    """Mean activations to be rendered.

    Attributes:
        means: (B, C).
        names: What seeds each icon, e.g. (seed, layer, map, side, row, col).
        starts: (B, h, w, 3) uint8 images to start from beside the noise, None for noise alone.
    """

    means: np.ndarray
    names: Sequence[tuple]
    starts: np.ndarray | None = None

    def rows(self, rows: np.ndarray) -> "Cells":
        """Return some of the cells, in the order given."""
        starts = None if self.starts is None else self.starts[rows]
        return Cells(self.means[rows], [self.names[row] for row in rows], starts)


@dataclass(frozen=True)
class Icons:
    """Rendered icons.

    Attributes:
        images: (B, h, w, 3) uint8.
        score: (B,) float32, the objective of the icon as stored, without a transform.
        cosine: (B,) float32, between the icon's own activation and the cell's mean.
    """

    images: np.ndarray
    score: np.ndarray
    cosine: np.ndarray

    def first(self, count: int) -> "Icons":
        """Return the first `count` icons."""
        return Icons(self.images[:count], self.score[:count], self.cosine[:count])


def render(
    network: Network,
    layer: str,
    tiles: Sequence[Cells],
    settings: IconsSettings,
    whitening: np.ndarray | None = None,
) -> Iterator[Icons]:
    """Yield the icons of each tile of cells; an icon depends on its own mean and name only.

    Args:
        network: Network that was loaded with `layer`.
        layer: Layer of the activations.
        tiles: Cells, any number a tile.
        settings: Size, steps, tries and the objective's power.
        whitening: (C, C) matrix that turns a mean v into the direction v S.
    """
    window = icon_window(network, layer, settings.size)
    shapes = [batches(len(tile.means), network.micro_batch) for tile in tiles]
    pieces = [(tile, rows) for tile, batch in zip(tiles, shapes) for rows in batch]
    with workers(network, len(pieces)) as team:

        def work(piece: tuple[Cells, range]) -> Icons:
            tile, rows = piece
            with team.borrowed() as borrowed:

                def batch(some: Sequence[int]) -> _Batch:
                    cells = tile.rows(np.asarray(some))
                    return _Batch(borrowed, layer, cells, settings, whitening, window)

                def look(some: Sequence[int]) -> Sequence[Tensor]:
                    return batch(some).first_look()

                whole = filled(borrowed, rows, network.micro_batch, look)
                return batch(whole).icons().first(len(rows))

        rendered = team.ahead(work, pieces)
        for batch in shapes:
            yield joined([next(rendered) for _ in batch])


def batches(count: int, size: int) -> list[range]:
    """Return the rows of each batch; the last may be shorter."""
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


def joined(parts: Sequence[Icons]) -> Icons:
    """Return the icons of all batches as one."""
    names = ("images", "score", "cosine")
    return Icons(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def icon_window(network: Network, layer: str, size: int) -> int:
    """Return the side in places of the central square that an icon of `size` pixels is made for.

    All places whose receptive field lies within the icon: one in the layers that the paper shows,
    more in early layers, whose single places would see only a spot in the middle.
    """
    height = network.shapes_at(size)[layer][1]
    room = size - receptive_field(network, layer, size)
    return max(1, min(height - 2, int(room // (size / height)) + 1))


class _Batch:
    """Icons of some cells on their way, all tries of them."""

    def __init__(
        self,
        network: Network,
        layer: str,
        cells: Cells,
        settings: IconsSettings,
        whitening: np.ndarray | None,
        window: int,
    ):
        self._network, self._layer, self._window = network, layer, window
        self._settings = settings
        self._images = FourierImages(settings.size, settings.size, settings.decay_power)
        directions = cells.means if whitening is None else _whitened(cells.means, whitening)
        self._means, self._directions = self._tensor(cells.means), self._tensor(directions)
        numbers = [
            [generator("icon", *name, number) for name in cells.names]
            for number in range(settings.tries)
        ]
        starts = torch.stack([self._images.start(row) for row in numbers]).to(network.device)
        if cells.starts is not None:
            starts = starts + self._images.encode(to_rgb(cells.starts).to(network.device))
        self._starts = starts
        self._views = self._tensor(
            np.stack([[TRANSFORM.draw(one, settings.steps) for one in row] for row in numbers])
        )
        self._places = torch.arange(len(cells.names), device=network.device)

    def icons(self) -> Icons:
        """Take all steps of all tries."""
        steps = self._settings.steps
        best, _ = best_of_tries(self._starts, self._score, steps, rule(self._settings))
        return finished(
            self._network,
            self._layer,
            self._images.decode(best),
            self._means,
            self._directions,
            self._window,
            self._settings.cosine_power,
        )

    def first_look(self) -> tuple[Tensor, Tensor]:
        """Return scores (B,) and gradients (B, ...) of the first try's first step."""
        shown = self._starts[0].clone().requires_grad_()
        scores = self._score(shown, torch.zeros_like(self._places), 0)
        (gradient,) = torch.autograd.grad(scores.sum(), shown)
        return scores.detach(), gradient

    def _tensor(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values.astype(np.float32)).to(self._network.device)

    def _score(self, parameters: Tensor, tries: Tensor, step: int) -> Tensor:
        numbers = self._views[tries, self._places, step]
        views = TRANSFORM.apply(self._images.decode(parameters), numbers)
        maps = self._network.activations(views, [self._layer])[self._layer]
        vectors = at_centre(maps, self._window)
        return direction(vectors, self._directions, power_at(self._settings, step))


@torch.no_grad()
def finished(
    network: Network,
    layer: str,
    rgb: Tensor,
    means: Tensor,
    directions: Tensor,
    window: int,
    power: float,
) -> Icons:
    """Return images (B, 3, h, w) in [0, 1] as stored icons, scored without a transform.

    Args:
        network: Network that was loaded with `layer`.
        layer: Layer of the activations.
        rgb: The images.
        means: (B, C) that their cosine is taken to.
        directions: (B, C) that their score is taken along.
        window: See :func:`icon_window`.
        power: Power of the cosine in the score.
    """
    stored = to_bytes(rgb)
    seen = to_rgb(stored).to(network.device)
    vectors = at_centre(network.activations(seen, [layer])[layer], window)
    return Icons(
        stored,
        direction(vectors, directions, power).cpu().numpy(),
        cosine(vectors, means).cpu().numpy(),
    )


def rule(settings: IconsSettings) -> Adam:
    """Return Adam with shorter memories than usual: so do a few dozen steps."""
    rate = CosineDecay(settings.learning_rate, LAST_RATE * settings.learning_rate)
    return Adam(rate, betas=(0.5, 0.95), warm_up=6)


def _whitened(means: np.ndarray, whitening: np.ndarray) -> np.ndarray:
    with threadpool_limits(1):  # the last bits depend on the number of threads
        return means @ whitening


def power_at(settings: IconsSettings, step: int) -> float:
    """Return the cosine's power at a step: it rises linearly from 1 to the setting."""
    share = min(1.0, step / (RAMP_SHARE * settings.steps))
    return 1 + (settings.cosine_power - 1) * share
