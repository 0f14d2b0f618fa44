"""The materials of a computed landscape: clouds, rock and snow, firs, grass, waves.

Each function fills a whole picture (h, w, 3) with RGB of about [0, 1]; sizes go along with the
picture's, so that a larger one shows the same in more detail.
"""

import numpy as np
from PIL import Image, ImageDraw

Drawn = np.random.Generator
UNIT = 256
"""Height in pixels of a picture in which trees and blades have the sizes written here."""
FLOWERS = ((250, 240, 235), (240, 205, 60), (205, 60, 60), (250, 240, 235))


def clouds(height: int, width: int, drawn: Drawn) -> np.ndarray:
    """Return a blue sky, paler towards the horizon, with white clouds."""
    down = np.linspace(0, 1, height)[:, None, None]
    blue = _mixed((0.20, 0.45, 0.82), (0.60, 0.79, 0.95), (2 * down).clip(0, 1))
    thick = noise(height, width, drawn, 1.7, stretch=2.2)
    white = ((thick + 0.1) / 1.3).clip(0, 1)[..., None] ** 0.8
    light = 0.90 + 0.05 * noise(height, width, drawn, 1.3)[..., None]
    return blue * (1 - white) + white * light * np.array((1.0, 1.0, 1.02))


def rock(height: int, width: int, drawn: Drawn) -> np.ndarray:
    """Return rugged stone, lit from the left, with snow in its hollows."""
    rise = -np.abs(noise(height, width, drawn, 1.35)) + 0.35 * noise(height, width, drawn, 0.9)
    slope = np.gradient(rise, axis=1) - 0.6 * np.gradient(rise, axis=0)
    light = (0.5 + 0.22 * slope / slope.std()).clip(0, 1)[..., None]
    stone = _mixed((0.20, 0.18, 0.24), (0.66, 0.60, 0.58), light)
    snow = noise(height, width, drawn, 1.2, stretch=0.6) + 0.4 * slope / slope.std()
    cover = ((snow - 0.75) * 3).clip(0, 1)[..., None]
    return stone * (1 - cover) + cover * _mixed((0.70, 0.76, 0.88), (0.98, 0.98, 1.0), light)


def firs(height: int, width: int, drawn: Drawn) -> np.ndarray:
    """Return a dense wood of firs, near ones in front of far ones."""
    canvas, pen, scale = _canvas(height, width, (10, 32, 22))
    for row in np.arange(-10, UNIT + 30, 5.0):
        for column in np.arange(-10, UNIT * width / height + 10, 9.0):
            x, y = column + drawn.uniform(-5, 5), row + drawn.uniform(-3, 3)
            _fir(pen, x * scale, y * scale, drawn.uniform(0.8, 1.3) * scale, drawn)
    return np.asarray(canvas.reduce(2)) / 255


def grass(height: int, width: int, drawn: Drawn) -> np.ndarray:
    """Return a meadow of blades with flowers in it."""
    canvas, pen, scale = _canvas(height, width, (104, 140, 40))
    patches = noise(height, width, drawn, 1.2)
    across = UNIT * width / height
    count = round(0.16 * UNIT * across)
    places = drawn.uniform((-4, -4), (across + 4, UNIT + 8), (count, 2))
    for x, y in places[np.argsort(places[:, 1])] * scale:  # from far to near
        row, column = int((y / 2).clip(0, height - 1)), int((x / 2).clip(0, width - 1))
        _blade(pen, x, y, scale, drawn, 14 * patches[row, column])
    for x, y in drawn.uniform((0, 0), (across, UNIT), (count // 28, 2)) * scale:
        size = drawn.uniform(0.7, 1.4) * scale
        colour = FLOWERS[drawn.integers(len(FLOWERS))]
        pen.ellipse((x - size, y - size, x + size, y + size), fill=colour)
    return np.asarray(canvas.reduce(2)) / 255


def waves(height: int, width: int, drawn: Drawn) -> np.ndarray:
    """Return water: ripples across, with the sky's glints on them."""
    ripples = noise(height, width, drawn, 0.9, stretch=7)
    swell = noise(height, width, drawn, 1.4, stretch=4)
    light = (0.45 + 0.2 * ripples + 0.12 * swell).clip(0, 1)[..., None]
    deep = _mixed((0.03, 0.13, 0.27), (0.25, 0.47, 0.67), light)
    glints = 0.85 * ((ripples - 1.3) * 0.9).clip(0, 1)[..., None]
    return deep * (1 - glints) + glints * np.array((0.80, 0.90, 0.97))


MATERIALS = {"sky": clouds, "mountains": rock, "forest": firs, "meadow": grass, "water": waves}
"""Materials by the name of the region that each is for."""


def noise(
    height: int, width: int, drawn: Drawn, falling: float, stretch: float = 1.0
) -> np.ndarray:
    """Return fractal noise (h, w) of mean 0 and deviation 1, which goes on at opposite edges.

    Args:
        height: Height in pixels.
        width: Width in pixels.
        drawn: Generator of the numbers.
        falling: Amplitudes are 1 / frequency**falling.
        stretch: How much wider than high its forms are.
    """
    white = np.fft.rfft2(drawn.standard_normal((height, width)))
    across = np.fft.rfftfreq(width, 1 / width) * height / width
    frequency = np.hypot(np.fft.fftfreq(height, 1 / height)[:, None], stretch * across[None])
    frequency[0, 0] = np.inf
    found = np.fft.irfft2(white / frequency**falling, (height, width))
    return found / found.std()


def _canvas(
    height: int, width: int, ground: tuple[int, int, int]
) -> tuple[Image.Image, ImageDraw.ImageDraw, float]:
    """Return a canvas of double size, for smooth edges, its pen, and its pixels a unit."""
    canvas = Image.new("RGB", (2 * width, 2 * height), ground)
    return canvas, ImageDraw.Draw(canvas), 2 * height / UNIT


def _fir(pen: ImageDraw.ImageDraw, x: float, y: float, size: float, drawn: Drawn) -> None:
    """Draw a fir whose foot is at (x, y): tiers of branches, the left side in the light."""
    tint = drawn.uniform(0.7, 1.3)
    for tier in range(4):
        top, half = y - (26 - 5 * tier) * size, (2.2 + 1.3 * tier) * size
        foot = top + 9 * size
        for side, colour in ((-1, (58, 112, 58)), (1, (18, 54, 36))):
            shade = tuple(int(part * tint) for part in colour)
            pen.polygon(((x, top), (x + side * half, foot), (x, foot - size)), fill=shade)


def _blade(
    pen: ImageDraw.ImageDraw, x: float, y: float, size: float, drawn: Drawn, shade: float
) -> None:
    """Draw a blade of grass whose foot is at (x, y), lighter by a shade."""
    tint = drawn.normal(0, 22) + shade
    colour = tuple(int(max(0, c + tint * k)) for c, k in ((126, 1.1), (166, 1), (48, 0.4)))
    tip = (x + drawn.normal(0, 1.5) * size, y - drawn.uniform(3, 7) * size)
    pen.line((x, y, *tip), fill=colour, width=max(1, round(0.6 * size)))


def _mixed(low: tuple, high: tuple, share: np.ndarray) -> np.ndarray:
    return np.array(low) * (1 - share) + np.array(high) * share
