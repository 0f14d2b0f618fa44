import dataclasses
import errno
from pathlib import Path

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import PageSettings
from activation_atlas.viewer import built


def test_page_without_the_built_viewer_says_how_to_build_it(exported, monkeypatch, tmp_path):
    monkeypatch.setattr(built, "WEB", tmp_path)
    with pytest.raises(AtlasError, match="make viewer"):
        STAGES["page"].make(exported.path, exported.settings)


def test_page_of_a_map_that_was_not_exported_names_it(exported, atlas, monkeypatch):
    manifest = exported.path / "atlas/maps/blocks.4.2/tsne.json"
    manifest.rename(manifest.with_suffix(".away"))
    try:
        with pytest.raises(AtlasError, match="blocks.4.2/tsne"):
            STAGES["page"].make(exported.path, exported.settings)
    finally:
        manifest.with_suffix(".away").rename(manifest)


@pytest.mark.parametrize("lost", ["viewer.js", "manifest.js", "index.html"])
def test_a_full_disk_leaves_no_half_file_and_says_so(exported, atlas, monkeypatch, lost):
    def full(path, content):
        if lost in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, content)

    before = {path.name: path.read_bytes() for path in atlas.iterdir() if path.is_file()}
    write_bytes = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(AtlasError, match=f"No space is left on the disk while writing .*{lost}"):
        STAGES["page"].make(exported.path, exported.settings)
    assert {path.name: path.read_bytes() for path in atlas.iterdir() if path.is_file()} == before


def test_titles_are_escaped(exported, atlas):
    title = PageSettings(title="<Eyes> & 'wheels'")
    STAGES["page"].make(exported.path, dataclasses.replace(exported.settings, page=title))
    text = (atlas / "index.html").read_text()
    STAGES["page"].make(exported.path, exported.settings)
    assert "<title>&lt;Eyes&gt; &amp; &#x27;wheels&#x27;</title>" in text


def test_page_asks_for_nothing_outside_its_folder(atlas):
    text = (atlas / "index.html").read_text()
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text
    manifest = (atlas / "manifest.js").read_text()
    assert str(atlas.parent) not in manifest
    assert '"device"' not in manifest
