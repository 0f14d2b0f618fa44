"""One landscape painted by a mask: what the command line and a notebook ask for."""

from activation_atlas.notebook.result import Result
from activation_atlas.settings import (
    DeviceSettings,
    DoodlesSettings,
    ImagesSettings,
    TextureNetworkSettings,
    parse,
)
from activation_atlas.textures.doodle import make_doodle
from activation_atlas.textures.features import load_features


def doodle(
    photo: str | None = None,
    mask: str | None = None,
    target_mask: str | None = None,
    *,
    texture_network: TextureNetworkSettings | None = None,
    seed: int = 0,
    **settings: object,
) -> Result:
    """Return a landscape with the regions of a target mask, in the textures of a photo's regions.

    Without a photo and masks it is a computed landscape that is arranged anew.

    Args:
        photo: The style, a sample photo by name or the path of an image file.
        mask: An image file of the same size that paints its regions in flat colours.
        target_mask: An image file that paints the same colours where the result is to have them.
        texture_network: The network; by default VGG-19 with random weights.
        seed: Seed of the noise that it begins with, and of the computed landscape.
        **settings: Further ones of :class:`DoodlesSettings`, e.g. ``colours=4``, ``size=512``,
            ``steps=200``.

    Raises:
        AtlasError: a picture, the network or its weights can't be had, the masks don't fit, or a
            setting is wrong.
    """
    given = {"photo": photo, "mask": mask, "target_mask": target_mask, "snapshots": []}
    wanted = parse(DoodlesSettings, given | settings)
    texture_network = texture_network or TextureNetworkSettings()
    features = load_features(texture_network, DeviceSettings())
    painted = make_doodle(features, wanted, texture_network, ImagesSettings().max_pixels, seed)
    return Result.of(painted.picture, painted.facts)
