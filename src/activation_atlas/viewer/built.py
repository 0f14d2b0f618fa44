"""What the pages are built from: templates and bundles, which need not exist yet."""

from pathlib import Path

FORM = 2  # of the data files that the page reads; another number makes every map anew
WEB = Path(__file__).with_name("web")
BUNDLE = ("viewer.js", "viewer.css")
DICTIONARIES_FORM = 2  # likewise, of the page of the dictionaries
DICTIONARIES_BUNDLE = ("dictionaries.js", "dictionaries.css")


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
