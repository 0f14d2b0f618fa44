"""Figure 14: one channel's maps while a clip plays (Yosinski et al. 2015, section 2).

The channel is the one that follows faces best, in pans across two photos on which the face was
marked by hand: of a woman and of a cat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.clips import pan, read_clip, spaced
from activation_atlas.figures.figure import Figure
from activation_atlas.networks import Network
from activation_atlas.raster import to_rgb
from activation_atlas.sheets.studio import Studio

MOST = 96
"""Frames of a clip that are looked at."""
SHOWN = 6
"""Frames that a row shows."""
STEPS = 24
"""Frames of a pan."""


@dataclass(frozen=True)
class Marked:
    """A photo with a face marked by hand, in its pixels.

    Attributes:
        photo: Name of the sample photo.
        face: Left, top, right and bottom.
        top: Upper edge of the window that moves across the photo.
        window: Side of the window.
    """

    photo: str
    face: tuple[int, int, int, int]
    top: int
    window: int

    def frames(self, studio: Studio) -> np.ndarray:
        """Return the frames of the pan, (n, h, h, 3) uint8, of the network's input size."""
        size = studio.network().input_size
        return pan(studio.photo(self.photo), self.top, self.window, size, STEPS)

    def covered(self, rows: int, columns: int, width: int) -> np.ndarray:
        """Return how much of each place of a map the face covers, (n, rows, columns) in [0, 1].

        Args:
            rows: Rows of the map.
            columns: Columns of the map.
            width: Width of the photo in pixels.
        """
        left, top, right, bottom = self.face
        lefts = np.linspace(0, width - self.window, STEPS)
        down = _overlap(top - self.top, bottom - self.top, rows, self.window)
        across = [_overlap(left - x, right - x, columns, self.window) for x in lefts]
        return down[None, :, None] * np.stack(across)[:, None]


FACES = (
    Marked("astronaut", (172, 60, 278, 192), top=10, window=224),
    Marked("chelsea", (110, 50, 350, 275), top=0, window=300),
)


def over_clip(studio: Studio) -> Figure:
    """Return frames of the config's clip, or of both pans, above one channel's maps."""
    layer = studio.layers[1]
    network = studio.network([layer])
    pans = [face.frames(studio) for face in FACES]
    maps = [activation_maps(network, layer, frames) for frames in pans]
    follows = _follows_faces(studio, maps)
    channel, path = int(follows.argmax()), studio.settings.figures.clip
    if path is None:
        clips, shown = pans, [found[:, channel] for found in maps]
    else:
        clips = [_fitting(read_clip(Path(path), MOST, studio.settings.images.max_pixels), network)]
        shown = [activation_maps(network, layer, clips[0])[:, channel]]
    return Figure(
        number=14,
        title="A channel's maps over a clip",
        caption=f"Frames of a clip, and below each the map of channel {channel} of {layer}; black"
        " is 0 or less, white the largest activation of all frames. Of all channels this one's maps"
        " follow best the faces marked by hand in pans across the photos of a woman and a cat"
        f" (mean correlation {follows[channel]:.2f}), which are shown where the config names no"
        " clip. ImageNet has no class of human faces.",
        image=_drawn(studio, layer, channel, clips, shown),
        settings=studio.facts(
            photos=[face.photo for face in FACES],
            layer=layer,
            channel=channel,
            correlation=round(float(follows[channel]), 4),
            clip=path,
            faces={face.photo: face.face for face in FACES},
        ),
    )


@torch.no_grad()
def activation_maps(network: Network, layer: str, frames: np.ndarray) -> np.ndarray:
    """Return every channel's map of each frame, (n, channels, rows, columns) float32.

    Args:
        network: Network with `layer` among its layers.
        layer: Layer of the maps.
        frames: (n, height, width, 3) uint8, of any size that the network takes.

    Raises:
        AtlasError: the network does not take images of this size.
    """
    network.check_size(*frames.shape[1:3])
    parts = [
        network.activations(to_rgb(frames[first : first + network.micro_batch]), [layer])[layer]
        for first in range(0, len(frames), network.micro_batch)
    ]
    return torch.cat(parts).cpu().numpy()


def correlations(maps: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Return how each channel's maps correlate with a label over all frames and places, (C,).

    Args:
        maps: (n, C, rows, columns).
        label: (n, rows, columns).
    """
    values = np.moveaxis(maps, 1, 0).reshape(maps.shape[1], -1).astype(np.float64)
    values = values - values.mean(1, keepdims=True)
    wanted = label.ravel() - label.mean()
    lengths = np.linalg.norm(values, axis=1) * np.linalg.norm(wanted)
    return values @ wanted / np.maximum(lengths, 1e-12)


def _follows_faces(studio: Studio, maps: Sequence[np.ndarray]) -> np.ndarray:
    """Return the mean over the photos of each channel's correlation with the face, (C,)."""
    found = []
    for face, of in zip(FACES, maps):
        width = studio.photo(face.photo).shape[1]
        found.append(correlations(of, face.covered(*of.shape[2:], width)))
    return np.mean(found, 0)


def _overlap(first: float, last: float, places: int, window: float) -> np.ndarray:
    """Return how much of each of so many places of a window lies in [first, last], (places,)."""
    edges = np.linspace(0, window, places + 1)
    inside = np.minimum(edges[1:], last) - np.maximum(edges[:-1], first)
    return np.clip(inside / (window / places), 0, 1)


def _fitting(frames: np.ndarray, network: Network) -> np.ndarray:
    """Return frames scaled so that their shorter side is that of the network's input."""
    height, width = frames.shape[1:3]
    scale = network.input_size / min(height, width)
    size = round(width * scale), round(height * scale)
    resized = [Image.fromarray(frame).resize(size, Image.Resampling.BICUBIC) for frame in frames]
    return np.stack([np.asarray(frame) for frame in resized])


def _drawn(
    studio: Studio,
    layer: str,
    channel: int,
    clips: Sequence[np.ndarray],
    maps: Sequence[np.ndarray],
) -> Image.Image:
    largest = max(max(float(of.max()) for of in maps), 1e-12)
    rows = []
    for frames, of in zip(clips, maps):
        chosen = spaced(len(frames), SHOWN)
        enlarge = max(1, frames.shape[2] // of.shape[2])
        rows.append([Panel(frames[one], f"frame {one + 1}") for one in chosen])
        rows.append(
            [
                Panel(_grey(of[one] / largest), f"at most {of[one].max():.1f}", enlarge=enlarge)
                for one in chosen
            ]
        )
    return sheet(
        f"Channel {channel} of {layer} over a clip",
        rows,
        note=f"{studio.note()} · white is {largest:.1f}, black is 0 or less, in every map",
    )


def _grey(shares: np.ndarray) -> np.ndarray:
    """Return a map (h, w) of shares of white as grey RGB, (h, w, 3) uint8."""
    levels = np.rint(255 * np.clip(shares, 0, 1)).astype(np.uint8)
    return levels[:, :, None].repeat(3, 2)
