"""What every page has: the built script and style beside its HTML."""

import html
from collections.abc import Iterable
from pathlib import Path

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.viewer.built import built_path, head_path


def write_bundle(folder: Path, names: Iterable[str]) -> None:
    """Put built files beside a page.

    Raises:
        AtlasError: one was not built, or the disk is full.
    """
    for name in names:
        built = built_path(name)
        if not built.exists():
            raise AtlasError(
                f"The page's {name} was not built: run `make viewer` once"
                f" (or `npm ci && npm run build` in {built.parents[1]})."
            )
        stores.write_file(folder / name, built.read_bytes())


def write_html(target: Path, template: Path, title: str) -> None:
    """Write a page from its template.

    ``{{head}}`` becomes what all pages have there, ``{{title}}`` the title.
    """
    head = head_path().read_text(encoding="utf-8").rstrip()
    page = template.read_text(encoding="utf-8").replace("{{head}}", head)
    stores.write_file(target, page.replace("{{title}}", html.escape(title)).encode())
