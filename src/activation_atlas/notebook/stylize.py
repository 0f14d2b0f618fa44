"""One photo in the style of other pictures: what the command line and a notebook ask for."""

from collections.abc import Sequence

from activation_atlas import stores
from activation_atlas.notebook.result import Result
from activation_atlas.progress import Progress
from activation_atlas.settings import (
    DeviceSettings,
    ImagesSettings,
    StylesSettings,
    TextureNetworkSettings,
    parse,
    plain,
)
from activation_atlas.textures.facts import facts
from activation_atlas.textures.features import load_features
from activation_atlas.textures.pictures import load_picture
from activation_atlas.textures.style import make_style
from activation_atlas.textures.style_defaults import with_defaults


def stylize(
    content: str,
    style: str | Sequence[str],
    *,
    texture_network: TextureNetworkSettings | None = None,
    seed: int = 0,
    **settings: object,
) -> Result:
    """Return a photo painted in the style of another picture, or of several at once.

    Args:
        content: A sample photo by name, or the path of an image file.
        style: One of the computed styles strokes, waves, mosaic, hatching and dots, a sample photo,
            or a file; of several, ``blend=[2, 1]`` says how much each counts.
        texture_network: The network; by default VGG-19 with random weights.
        seed: Seed of computed styles, and of the noise with ``start="noise"``.
        **settings: Further ones of :class:`StylesSettings`, e.g. ``ratio=0.5``, ``size=512``,
            ``octaves=2``, ``keep_colours=True``.

    Raises:
        AtlasError: a picture, the network or its weights can't be had, a picture is too small, or a
            setting is wrong.
    """
    names = [style] if isinstance(style, str) else list(style)
    given = {"photos": [content], "styles": names, "snapshots": []}
    texture_network = texture_network or TextureNetworkSettings()
    wanted = with_defaults(parse(StylesSettings, given | settings), texture_network)
    most = ImagesSettings().max_pixels
    photo = load_picture(content, wanted.size, most, seed)
    styles = [load_picture(name, wanted.source_size, most, seed) for name in names]
    features = load_features(texture_network, DeviceSettings())
    with Progress("style transfer", wanted.octaves * wanted.steps, "steps") as progress:
        made = make_style(features, photo, styles, wanted, texture_network, seed, progress.advance)
    sources = {
        name: stores.digest({"image": each.image})
        for name, each in zip((content, *names), (photo, *styles))
    }
    return Result.of(
        made, facts(features, texture_network, seed, styles=plain(wanted), sources=sources)
    )
