import shutil

import numpy as np
import pytest
from datafiles import handed_over
from fixture import EXEMPLARS, colour, make_run, settings
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import open_catalogue
from activation_atlas.paths import patches_path
from activation_atlas.pipeline import STAGES
from activation_atlas.samples import open_samples
from activation_atlas.viewer import sheets

LAYER = "blocks.2.2"


def files_of(folder):
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def small(tmp_path):
    chosen = settings((3, 6), 32)
    make_run(tmp_path / "made", chosen)
    return tmp_path / "made", chosen


def test_same_run_gives_the_same_bytes_and_nothing_is_made_twice(small, tmp_path):
    run, chosen = small
    manifest = STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")
    first = files_of(run / "atlas")
    inode = (run / "atlas/maps" / LAYER / "umap").stat().st_ino
    assert STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap") == manifest
    assert (run / "atlas/maps" / LAYER / "umap").stat().st_ino == inode
    copy = tmp_path / "elsewhere"
    shutil.copytree(run, copy, ignore=shutil.ignore_patterns("atlas"))
    STAGES["export"].make(copy, chosen, layer=LAYER, map_name="umap")
    assert files_of(copy / "atlas") == first
    assert not any(str(tmp_path).encode() in content for content in first.values())


def test_new_cells_make_the_map_anew(small):
    run, chosen = small
    before = STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")
    path = run / "cells" / LAYER / "umap" / "3.zarr"
    group = stores.read(path)
    arrays = {name: group[name][:] for name in group}
    arrays["count"] += 1
    stores.write(path, arrays, {})
    after = STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")
    assert before["made_by"] != after["made_by"]
    told = handed_over(run / "atlas/maps" / LAYER / "umap/grid-3.js")
    assert told["count"] == arrays["count"].tolist()


def test_an_export_cut_short_leaves_no_seal(small, full_disk):
    run, chosen = small
    make_room = full_disk(sheets)
    with pytest.raises(AtlasError, match="No space is left on the disk"):
        STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")
    make_room()
    maps = run / "atlas/maps" / LAYER
    assert list(maps.iterdir()) == []
    STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")
    assert sorted(path.name for path in maps.iterdir()) == ["umap", "umap.json"]


def test_missing_icons_are_named(small):
    run, chosen = small
    stores.remove(run / "icons" / LAYER / "umap" / "6" / "0000.zarr")
    with pytest.raises(AtlasError, match="icons/blocks.2.2/umap/6/0000.zarr is missing"):
        STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")


def test_a_run_without_attribution_has_no_classes(small):
    run, chosen = small
    for side in (3, 6):
        path = run / "cells" / LAYER / "umap" / f"{side}.zarr"
        group = stores.read(path)
        kept = [name for name in group if name not in ("attribution", "top", "bottom")]
        stores.write(path, {name: group[name][:] for name in kept}, {})
    manifest = STAGES["export"].make(run, chosen, layer=LAYER, map_name="umap")
    folder = run / "atlas/maps" / LAYER / "umap"
    assert manifest["classes"] == [] and not (folder / "class").exists()
    assert "top" not in handed_over(folder / "grid-3.js")
    assert handed_over(folder / "cells-3/0.js")[0]["top"] == []


def _patches(exported, store: int):
    return stores.read(patches_path(exported.path, LAYER, "umap", 8, store))


def test_data_files_say_what_the_stores_do(exported):
    folder = exported.path / "atlas/maps" / LAYER / "umap"
    group = stores.read(exported.path / "cells" / LAYER / "umap" / "8.zarr")
    tiles = [_patches(exported, number) for number in (0, 1)]
    images = np.concatenate([tile["image"][:] for tile in tiles])
    catalogue = open_catalogue(exported.path, exported.settings.images)
    columns = handed_over(folder / "grid-8.js")
    for name in ("row", "col", "count"):
        assert columns[name] == group[name][:].tolist()
    assert columns["top"] == group["top"][:, :3].tolist()
    details = [
        cell
        for block in range(-(-len(columns["row"]) // sheets.BLOCK))
        for cell in handed_over(folder / f"cells-8/{block}.js")
    ]
    assert len(details) == len(columns["row"])
    attribution = group["attribution"][:]
    for cell, shown in enumerate(details):
        values = [value for _, value in shown["top"]]
        assert values == sorted(values, reverse=True)
        assert values[0] == pytest.approx(attribution[cell].max(), rel=1e-3)
        assert shown["bottom"][0][1] == pytest.approx(attribution[cell].min(), rel=1e-3)
        for exemplar, image in zip(shown["exemplars"], images[cell]):
            assert (exemplar is None) == (image < 0)
            if image >= 0:
                assert exemplar["where"] == catalogue.where(int(image))
                assert exemplar["group"] == catalogue.group(int(image))
                assert all(0 <= share <= 1 for share in exemplar["at"])
    assert details[0]["exemplars"][1:] == [None] * (EXEMPLARS - 1)


def test_exemplars_are_placed_in_their_whole_images(exported):
    group = stores.read(exported.path / "cells" / LAYER / "umap" / "8.zarr")
    image = _patches(exported, 0)["image"][:]
    catalogue = open_catalogue(exported.path, exported.settings.images)
    details = handed_over(exported.path / "atlas/maps" / LAYER / "umap/cells-8/0.js")
    positions = open_samples(exported.path, LAYER).rows("position", group["exemplar"][1])
    for view, (row, col), exemplar in zip(image[1], positions, details[1]["exemplars"]):
        down, right = catalogue.in_image(int(view), (row + 0.5) / 28, (col + 0.5) / 28)
        assert exemplar["at"] == pytest.approx([right, down], rel=1e-3)


def test_sheets_hold_the_icons_and_patches_of_their_cells(exported):
    folder = exported.path / "atlas/maps" / LAYER / "umap"
    patches = _patches(exported, 0)["patch"][:]
    group = stores.read(exported.path / "cells" / LAYER / "umap" / "8.zarr")
    cell = sheets.BLOCK + 3
    icons = np.asarray(Image.open(folder / "icons-8/1.webp")).astype(float)
    assert icons.shape[1] == 48
    seen = icons[3 * 48 + 4, 4]
    assert np.abs(seen - colour(LAYER, 8, group["row"][cell], group["col"][cell])).max() < 12
    sheet = np.asarray(Image.open(folder / "patches-8/1.webp")).astype(float)
    size = patches.shape[2]
    shown = sheet[3 * size : 4 * size, 2 * size : 3 * size]
    assert np.abs(shown - patches[cell, 2]).mean() < 12


def test_picture_of_a_grid_is_its_icons(exported):
    picture = Image.open(exported.path / f"atlas/exports/{LAYER}-umap-16.png")
    assert picture.size == (16 * 48, 16 * 48) and picture.mode == "RGBA"
    pixels = np.asarray(picture)
    group = stores.read(exported.path / "cells" / LAYER / "umap" / "16.zarr")
    icons = stores.read(exported.path / "icons" / LAYER / "umap" / "16" / "0000.zarr")["icon"][:]
    row, col = group["row"][:], group["col"][:]
    for cell, icon in enumerate(icons):
        top, left = row[cell] * 48, col[cell] * 48
        assert np.array_equal(pixels[top : top + 48, left : left + 48, :3], icon)
    opaque = pixels[24::48, 24::48, 3] == 255
    assert opaque.sum() == len(row) and opaque[row, col].all()
