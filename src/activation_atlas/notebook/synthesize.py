"""One synthesized texture: what the command line and a notebook ask for."""

from collections.abc import Sequence
from pathlib import Path

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.notebook.result import Result
from activation_atlas.progress import Progress
from activation_atlas.settings import (
    DeviceSettings,
    ImagesSettings,
    TextureNetworkSettings,
    TexturesSettings,
    parse,
    plain,
)
from activation_atlas.textures.facts import facts
from activation_atlas.textures.features import load_features
from activation_atlas.textures.sources import load_source
from activation_atlas.textures.texture import make_textures, with_defaults


def synthesize(
    source: str,
    *,
    region: Sequence[float] | None = None,
    texture_network: TextureNetworkSettings | None = None,
    seed: int = 0,
    **settings: object,
) -> Result:
    """Return a new image of the material that a photo shows (Gatys et al. 2015).

    Args:
        source: A sample photo by name, or the path of an image file.
        region: (left, top, right, bottom) of the part to look at, as shares of its width and
            height; of it the central square is taken.
        texture_network: The network; by default VGG-19 with random weights.
        seed: Seed of the noise that it begins with.
        **settings: Further ones of :class:`TexturesSettings`, e.g. ``size=(256, 512)``,
            ``seamless=True``, ``components=64``.

    Raises:
        AtlasError: the photo, the network or its weights can't be had, or a setting is wrong.
    """
    given = {"sources": [source], "snapshots": []} | settings
    if region is not None:
        given["regions"] = {source: tuple(region)}
    texture_network = texture_network or TextureNetworkSettings()
    wanted = with_defaults(parse(TexturesSettings, given), texture_network)
    if wanted.sources != [source] or wanted.samples != 1:
        raise AtlasError("A call makes one texture of one source: call again with another seed.")
    square = load_source(source, wanted, ImagesSettings().max_pixels)
    features, name = load_features(texture_network, DeviceSettings()), Path(source).stem
    with Progress(f"texture of {source}", wanted.octaves * wanted.steps, "steps") as progress:
        made = make_textures(
            features, square, wanted, texture_network, name, seed, progress.advance
        )[0]
    sources = {name: stores.digest({"image": square})}
    return Result.of(
        made, facts(features, texture_network, seed, textures=plain(wanted), sources=sources)
    )
