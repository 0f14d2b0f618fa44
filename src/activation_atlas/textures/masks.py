"""Painted masks to regions, and regions to the layers of a network.

Ulyanov, fast-neural-doodle: colours are found by k-means in the mask of the style alone, so that
both masks name regions alike; then the regions go through the network as the image does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import binary_erosion
from sklearn.cluster import KMeans
from torch import Tensor
from torch.nn import functional

from activation_atlas.errors import AtlasError

FAR = 48
"""Distance of 8-bit RGB from a region's colour beyond which a mask shows another colour; softened
edges and JPEG's traces stay below it or are narrow."""
SPECK = 0.003
"""Share of a mask that such places may cover."""


@dataclass(frozen=True)
class Regions:
    """The regions of a picture that is to be painted by those of another.

    Attributes:
        colours: (k, 3) uint8 that name them in both masks, in ascending order.
        source: (k, h, w) float32, 1 where a place of the style is of a region, else 0.
        target: (k, H, W) likewise of the picture that is to be made.
    """

    colours: np.ndarray
    source: Tensor
    target: Tensor


def find_regions(source: np.ndarray, target: np.ndarray, count: int) -> Regions:
    """Return the regions that two masks paint in the same colours.

    Args:
        source: (h, w, 3) uint8, the mask of the style.
        target: (H, W, 3) uint8, of any other size.
        count: How many colours there are.

    Raises:
        AtlasError: the style's mask has fewer or more colours, or the target mask has one that
            the other has not.
    """
    centres = _centres(source, count)
    foreign = _foreign(source, centres)
    if foreign is not None:
        raise AtlasError(
            f"The style's mask has more than {count} colours, such as {foreign}: raise the number"
            " of colours, or paint it flat in so many."
        )
    foreign = _foreign(target, centres)
    if foreign is not None:
        known = ", ".join(named(centre) for centre in centres)
        raise AtlasError(
            f"The target mask has the colour {foreign}, which no region of the style's mask has:"
            f" paint it in {known}."
        )
    colours = np.rint(centres).astype(np.uint8)
    return Regions(colours, *(_binary(_labels(mask, centres), count) for mask in (source, target)))


def propagated(masks: Tensor, path: Sequence[str]) -> Tensor:
    """Return how much each place of a layer belongs to each region, (k, h, w) in [0, 1].

    A convolution spreads a mask as it spreads the image, by an average of 3 x 3 places; a pooling
    halves it, bilinearly, to whole sizes. The average is over those of the 3 x 3 that lie inside:
    regions that add up to 1 go on doing so everywhere, and one region alone stays 1. (Where the
    zeros of the padding count, as in the original, each convolution takes weight from the border:
    2/3 at edges and 4/9 in corners remain after the first.)

    Args:
        masks: (k, H, W) of an image.
        path: Steps to the layer, "convolution" or "pooling" each; see :meth:`Features.path`.
    """
    found = masks[None]
    for kind in path:
        if kind == "pooling":
            size = [side // 2 for side in found.shape[2:]]
            found = functional.interpolate(found, size, mode="bilinear", align_corners=False)
        else:
            found = functional.avg_pool2d(found, 3, 1, 1, count_include_pad=False)
    return found[0]


def named(colour: np.ndarray) -> str:
    """Return how a colour (3,) of 8-bit RGB is written, e.g. "#1e90ff"."""
    return "#" + "".join(f"{level:02x}" for level in np.rint(colour).astype(int))


def _centres(mask: np.ndarray, count: int) -> np.ndarray:
    """Return the colours (count, 3) about which those of a mask gather, in ascending order.

    K-means sees each colour once, weighted by its area, so that how a mask is arranged does not
    matter.
    """
    colours, areas = np.unique(mask.reshape(-1, 3), axis=0, return_counts=True)
    if len(colours) >= count:
        found = KMeans(count, n_init=10, random_state=0).fit(colours, sample_weight=areas)
        centres = found.cluster_centers_[np.lexsort(found.cluster_centers_.T[::-1])]
        if all(binary_erosion(region).any() for region in _binary(_labels(mask, centres), count)):
            return centres
    raise AtlasError(
        f"The style's mask has fewer than {count} colours that fill an area: lower the number of"
        " colours, or paint more regions."
    )


def _distances(mask: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return how far each pixel is from each colour, (h, w, k)."""
    return np.stack([np.linalg.norm(mask - centre, axis=2) for centre in centres], 2)


def _labels(mask: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return _distances(mask, centres).argmin(2)


def _binary(labels: np.ndarray, count: int) -> Tensor:
    return torch.from_numpy(np.stack([labels == number for number in range(count)])).float()


def _foreign(mask: np.ndarray, centres: np.ndarray) -> str | None:
    """Return a colour that covers an area far from every centre, by name, or None."""
    # Blurred borders between two colours are narrow: what is left of them is no area.
    far = binary_erosion(_distances(mask, centres).min(2) > FAR, np.ones((3, 3)))
    if far.mean() <= SPECK:
        return None
    colours, areas = np.unique(mask[far], axis=0, return_counts=True)
    return named(colours[areas.argmax()])
