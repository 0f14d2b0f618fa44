"""Styles that are computed: paintings of nothing, each in a strong stroke and colours of its own.

What style transfer takes its strokes from where no painting is given. Nothing in them comes from a
picture. Sizes go along with the picture's: its shorter side has 256 units.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PIL import Image, ImageDraw
from scipy.spatial import cKDTree

from activation_atlas.seeds import generator
from activation_atlas.textures.materials import noise

Colour = tuple[int, int, int]
Style = Callable[[int, int, int], np.ndarray]


def _palette(codes: str) -> tuple[Colour, ...]:
    """Return the colours of hexadecimal codes with spaces between them."""
    return tuple(tuple(bytes.fromhex(code)) for code in codes.split())


CREAM: Colour = (246, 236, 212)
NIGHT = ((13, 22, 66), (22, 62, 138), (44, 124, 186), (142, 196, 200), (244, 214, 96), CREAM)
SUNSET = _palette("1e183e 185470 be3026 ee7a28 fabe50 388278")
GLASS = ((24, 44, 120), (20, 120, 130), (240, 196, 60), (206, 64, 44), CREAM, (70, 34, 84))
INKS = ((34, 44, 110), (196, 48, 40), (20, 122, 100), (228, 150, 30))
FIELDS = _palette("2a3c8c 3c8c5a 96be46 f6d65a ee823c c8466e")
"""Palettes, dark to light or neighbour to neighbour."""


def strokes(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return thick curved brush strokes along swirls, (h, w, 3) uint8, in blue and yellow."""
    drawn = generator("style", "strokes", seed)
    canvas = _Canvas(height, width, NIGHT[1])
    tone = _even(noise(height, width, drawn, 1.9))
    angle = 0.8 * np.pi * noise(height, width, drawn, 3.0)
    for size, density in ((9, 0.014), (6, 0.022)):
        for x, y in canvas.places(drawn, density).tolist():
            colour = _picked(NIGHT, canvas.at(tone, x, y) + drawn.normal(0, 0.10))
            way = _along(canvas, angle, x, y, size * drawn.uniform(2.5, 4.5))
            _brush(canvas, way, size * drawn.uniform(0.7, 1.1), colour, drawn)
    return canvas.picture()


def waves(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return broad winding bands with ink between them, (h, w, 3) uint8, in red, orange, teal."""
    drawn = generator("style", "waves", seed)
    high, wide = 2 * height, 2 * width  # drawn in double size for smooth edges
    rise = np.linspace(0, 1, high)[:, None] * height / min(height, width)
    bend = noise(high, wide, drawn, 2.9, stretch=0.6)
    phase = 13 * (rise + 0.11 * bend)
    band, within = np.floor(phase).astype(int), phase % 1
    order = drawn.permutation(np.tile(np.arange(len(SUNSET)), 16))
    flat = np.array(SUNSET, float)[order[band % len(order)]]
    bristles = np.sin(2 * np.pi * 3 * phase + 0.9 * noise(high, wide, drawn, 1.6))
    light = 1 + 0.22 * bristles + 0.25 * (within - 0.5)
    ink = ((0.13 - np.minimum(within, 1 - within)) * 20).clip(0, 1)[..., None]
    painted = flat * light[..., None] * (1 - ink) + np.array((22, 20, 48)) * ink
    return np.asarray(Image.fromarray(painted.clip(0, 255).astype(np.uint8)).reduce(2))


def mosaic(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return tesserae with dark grout, (h, w, 3) uint8, in the colours of stained glass."""
    drawn = generator("style", "mosaic", seed)
    high, wide, unit = 2 * height, 2 * width, 2 * min(height, width) / 256
    step = 13 * unit
    rows, columns = (np.arange(-step, side + step, step) for side in (high, wide))
    centres = np.stack(np.meshgrid(rows, columns, indexing="ij"), -1).reshape(-1, 2)
    centres = centres + drawn.uniform(-0.34, 0.34, centres.shape) * step
    places = np.stack(np.mgrid[:high, :wide], -1).reshape(-1, 2)
    away, which = cKDTree(centres).query(places, k=2)
    tone = _even(noise(height, width, drawn, 1.7))
    inside = (centres / 2).astype(int).clip(0, (height - 1, width - 1))
    shade = tone[inside[:, 0], inside[:, 1]] + drawn.normal(0, 0.07, len(centres))
    colours = np.array([_picked(GLASS, share) for share in shade], float)
    colours = colours * drawn.uniform(0.8, 1.15, (len(centres), 1))
    slope = ((places - centres[which[:, 0]]) @ (-0.8, -0.6)) / step
    grout = ((1.6 * unit - (away[:, 1] - away[:, 0])) / unit + 0.5).clip(0, 1)[:, None]
    lit = colours[which[:, 0]] * (1 + 0.35 * slope)[:, None]
    painted = lit * (1 - grout) + np.array((34, 30, 36)) * grout
    image = painted.clip(0, 255).astype(np.uint8).reshape(high, wide, 3)
    return np.asarray(Image.fromarray(image).reduce(2))


def hatching(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return pen strokes in four inks, crossing one another, on cream paper, (h, w, 3) uint8."""
    drawn = generator("style", "hatching", seed)
    canvas = _Canvas(height, width, CREAM)
    for number, ink in enumerate(INKS):
        tone = _even(noise(height, width, drawn, 1.9))
        lean = np.pi * (0.25 + 0.27 * number)
        angle = lean + 0.16 * noise(height, width, drawn, 2.2)
        for x, y in canvas.places(drawn, 0.07).tolist():
            if drawn.uniform() < 1.6 * (canvas.at(tone, x, y) - 0.3):
                way = _along(canvas, angle, x, y, drawn.uniform(12, 26))
                canvas.line(way, drawn.uniform(1.0, 1.9), _tinted(ink, drawn, 14))
    return canvas.picture()


def dots(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return dabs of pure colour side by side (pointillism), (h, w, 3) uint8."""
    drawn = generator("style", "dots", seed)
    canvas = _Canvas(height, width, CREAM)
    tone = _even(noise(height, width, drawn, 1.8))
    for x, y in canvas.places(drawn, 0.075).tolist():
        spread = 0.28 if drawn.uniform() < 0.25 else 0.07  # some of the opposite colour
        colour = _picked(FIELDS, canvas.at(tone, x, y) + drawn.normal(0, spread))
        canvas.dot(x, y, drawn.uniform(1.8, 3.4), _tinted(colour, drawn, 12))
    return canvas.picture()


STYLES: Mapping[str, Style] = {
    "strokes": strokes,
    "waves": waves,
    "mosaic": mosaic,
    "hatching": hatching,
    "dots": dots,
}
"""Computed styles by name: (height, width, seed) in, (h, w, 3) uint8 out, always the same."""


class _Canvas:
    """A picture that is drawn in double size, measured in units of its shorter side's 256th."""

    def __init__(self, height: int, width: int, ground: Colour):
        self._unit = min(height, width) / 256
        self.height, self.width = height / self._unit, width / self._unit
        self._image = Image.new("RGB", (2 * width, 2 * height), ground)
        self._pen = ImageDraw.Draw(self._image)

    def places(self, drawn: np.random.Generator, density: float) -> np.ndarray:
        """Return random places (n, 2) as x and y, so many a square unit, some past the edges."""
        ends = np.array((self.width, self.height)) + 10
        return drawn.uniform(-10, ends, (round(density * np.prod(ends + 10)), 2))

    def at(self, field: np.ndarray, x: float, y: float) -> float:
        """Return the value of a field (h, w) of the picture's size."""
        row, column = int(y * self._unit), int(x * self._unit)
        height, width = field.shape
        return field[min(max(row, 0), height - 1), min(max(column, 0), width - 1)]

    def line(self, way: np.ndarray, size: float, colour: Colour) -> None:
        """Draw a line of a breadth through points (n, 2)."""
        scale = 2 * self._unit
        points = (way * scale).ravel().tolist()
        self._pen.line(points, fill=colour, width=max(1, round(size * scale)), joint="curve")

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Draw a filled circle."""
        ends = np.array((x - radius, y - radius, x + radius, y + radius)) * 2 * self._unit
        self._pen.ellipse(tuple(ends), fill=colour)

    def picture(self) -> np.ndarray:
        """Return what was drawn, (h, w, 3) uint8."""
        return np.asarray(self._image.reduce(2))


def _brush(
    canvas: _Canvas, way: np.ndarray, size: float, colour: Colour, drawn: np.random.Generator
) -> None:
    """Draw a stroke of five bristles, each of its own tint, with a shadow beneath."""
    x, y = way[-1] - way[0]
    across = np.array((-y, x)) * size / max(np.hypot(x, y), 1e-6)
    shadow = tuple(int(0.55 * part) for part in colour)
    canvas.line(way + 0.5 * across, size * 0.5, shadow)
    for place in (-0.4, -0.2, 0.0, 0.2, 0.4):
        canvas.line(way + place * across, size * 0.32, _tinted(colour, drawn, 20))


def _along(canvas: _Canvas, angle: np.ndarray, x: float, y: float, length: float) -> np.ndarray:
    """Return a way of six points (6, 2) along a field of angles (h, w)."""
    way = [(x, y)]
    for _ in range(5):
        turn = canvas.at(angle, x, y)
        x, y = x + math.cos(turn) * length / 5, y + math.sin(turn) * length / 5
        way.append((x, y))
    return np.array(way)


def _even(field: np.ndarray) -> np.ndarray:
    """Return a field (h, w) with its values spread evenly over [0, 1], in the same order."""
    ranks = field.ravel().argsort(kind="stable").argsort(kind="stable")
    return (ranks / (field.size - 1)).reshape(field.shape)


def _picked(palette: Sequence[Colour], share: float) -> Colour:
    """Return the colour that lies at a share in [0, 1] of a palette."""
    return palette[min(max(int(share * len(palette)), 0), len(palette) - 1)]


def _tinted(colour: Colour, drawn: np.random.Generator, deviation: float) -> Colour:
    tint = drawn.normal(0, deviation)
    return tuple(min(max(int(part + tint), 0), 255) for part in colour)
