"""The activation grid of an image: an icon of every place's whole activation vector, and groups.

Olah et al. 2018, "The Building Blocks of Interpretability", "What does the network see?": the
icons of one image share the factors of its activations, so that neighbours agree.
"""

from dataclasses import dataclass

import numpy as np

from activation_atlas.dictionaries.groups import Groups
from activation_atlas.networks import Network
from activation_atlas.recipes import carter2019, olah2018
from activation_atlas.settings import IconsSettings


@dataclass(frozen=True)
class Grid:
    """The icons of one layer's map (h, w) of an image, and of its k groups.

    Attributes:
        icon: (h, w, s, s, 3) uint8.
        cosine: (h, w) float32, between the icon's own activation and the place's.
        group_icon: (k, s, s, 3) uint8.
    """

    icon: np.ndarray
    cosine: np.ndarray
    group_icon: np.ndarray


def render_grid(
    network: Network,
    layer: str,
    activation: np.ndarray,
    groups: Groups,
    settings: IconsSettings,
    names: tuple,
) -> Grid:
    """Return the icons of all places of an activation map and of its groups.

    Args:
        network: Network with `layer`.
        layer: Layer of the activations.
        activation: (h, w, C).
        groups: Groups of this map, see :func:`activation_atlas.dictionaries.groups.factors`.
        settings: Size, steps, learning rate, decay and cosine power.
        names: What seeds the icons, e.g. (seed, name of the image).
    """
    rows, columns, channels = activation.shape
    numbers = range(len(groups.direction))
    places = olah2018.Places(
        activation.reshape(-1, channels),
        groups.share.reshape(-1, len(numbers)),
        [(*names, layer, row, column) for row in range(rows) for column in range(columns)],
        [(*names, layer, number) for number in numbers],
    )
    icons = olah2018.render(network, layer, places, settings)
    cells = carter2019.Cells(groups.direction, [(*names, layer, number) for number in numbers])
    (of_groups,) = carter2019.render(network, layer, [cells], settings)
    return Grid(
        icons.images.reshape(rows, columns, *icons.images.shape[1:]),
        icons.cosine.reshape(rows, columns),
        of_groups.images,
    )
