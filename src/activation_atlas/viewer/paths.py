"""Where the page's files lie, from names alone: nothing is imported, no file needs to exist yet."""

from pathlib import Path

FORM = 2  # of the data files that the page reads; another number makes every map anew
WEB = Path(__file__).with_name("web")
BUNDLE = ("viewer.js", "viewer.css")
DICTIONARIES_FORM = 2  # likewise, of the page of the dictionaries
DICTIONARIES_BUNDLE = ("dictionaries.js", "dictionaries.css")
DATA = "index.data"  # no image's folder has a name with a dot


def built_path(name: str) -> Path:
    """Return a file of the bundle as `make viewer` leaves it."""
    return WEB / "dist" / name


def head_path() -> Path:
    """Return what stands at the head of every page."""
    return WEB / "head.html"


def template_path() -> Path:
    """Return the HTML that becomes the page."""
    return WEB / "index.html"


def dictionaries_template_path() -> Path:
    """Return the HTML that becomes the page of the dictionaries."""
    return WEB / "dictionaries.html"


def channels_data_path(run: Path, layer: str) -> Path:
    """Return the folder of the page's pictures of a layer's channels; ``LAYER.json`` seals it."""
    return Path(run) / "dictionaries" / DATA / "layers" / layer


def image_data_path(run: Path, image: str) -> Path:
    """Return the folder of the page's data of an image; ``IMAGE.json`` beside it seals it."""
    return Path(run) / "dictionaries" / DATA / "images" / image


def map_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the folder of one map's page data; ``MAP.json`` beside it seals it."""
    return Path(run) / "atlas" / "maps" / layer / map_name


def export_path(run: Path, layer: str, map_name: str, side: int) -> Path:
    """Return the picture of a whole grid."""
    return Path(run) / "atlas" / "exports" / f"{layer}-{map_name}-{side}.png"
