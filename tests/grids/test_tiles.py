import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from activation_atlas.grids import tiles


def checkered(side, icon, holes=()):
    """Plain icons whose colour tells row and column; `holes` are empty cells."""
    cells = [(r, c) for r in range(side) for c in range(side) if (r, c) not in holes]
    row, col = (np.array(axis, np.int32) for axis in zip(*cells))
    colour = np.stack([40 + row * 150 // side, 40 + col * 150 // side, row * 0 + side], 1)
    icons = np.broadcast_to(colour[:, None, None].astype(np.uint8), (len(row), icon, icon, 3))
    return tiles.Grid(side, row, col, icons)


def stitched(folder, level, size, tile_size):
    """Read one level back as a deep-zoom viewer does."""
    whole = np.zeros((size, size, 4), np.uint8)
    for row, top in enumerate(range(0, size, tile_size)):
        for col, left in enumerate(range(0, size, tile_size)):
            tile = np.asarray(Image.open(folder / f"{level}/{col}_{row}.webp").convert("RGBA"))
            y, x = max(0, top - tiles.OVERLAP), max(0, left - tiles.OVERLAP)
            whole[y : y + tile.shape[0], x : x + tile.shape[1]] = tile
    return whole


def test_levels_halve_down_to_one_pixel():
    assert tiles.level_sizes(3072) == [1, 2, 3, 6, 12, 24, 48, 96, 192, 384, 768, 1536, 3072]
    assert tiles.level_sizes(2500)[-3:] == [625, 1250, 2500]
    assert tiles.level_sizes(1) == [1]


@pytest.mark.parametrize("sides, icon", [([8, 16, 32], 96), ([20, 40, 80, 160], 80), ([5], 64)])
def test_each_doubling_grid_has_a_level_at_its_icons_own_size(sides, icon):
    sizes = tiles.level_sizes(tiles.full_size(sides, icon))
    shown = tiles.level_sides(sides, icon)
    assert shown == sorted(shown)
    for side in sides:
        assert sizes[len(shown) - 1 - shown[::-1].index(side)] == side * icon


def test_cells_tile_the_level_without_gap():
    for side, size in [(8, 768), (7, 100), (30, 31)]:
        edges = tiles.cell_edges(side, size)
        assert edges[0] == 0 and edges[-1] == size
        assert set(np.diff(edges)) <= {size // side, size // side + 1}


@pytest.mark.parametrize("tile_size", [64, 100])
def test_pixels_of_every_level_lie_where_their_cells_do(tmp_path, tile_size):
    holes = {(0, 3), (2, 1)}
    coarse, fine = checkered(4, 32, holes), checkered(8, 32)
    tiles.write_pyramid(tmp_path, "atlas", [coarse, fine], 32, tile_size, 90)
    sizes, shown = tiles.level_sizes(256), tiles.level_sides([4, 8], 32)
    for level in range(len(sizes)):
        size, side = sizes[level], shown[level]
        if size // side < 8:
            continue
        image = stitched(tmp_path / "atlas_files", level, size, tile_size).astype(int)
        for row in range(side):
            for col in range(side):
                seen = image[int((row + 0.5) * size / side), int((col + 0.5) * size / side)]
                if side == 4 and (row, col) in holes:
                    assert seen[3] == 0
                else:
                    wanted = [40 + row * 150 // side, 40 + col * 150 // side, side, 255]
                    assert np.abs(seen - wanted).max() <= 8, (level, row, col, seen, wanted)


def test_tiles_do_not_depend_on_their_size(tmp_path):
    grid = checkered(5, 20, {(4, 4)})
    whole = tiles.paint_band(grid, 70, 0, 70)
    parts = [tiles.paint_band(grid, 70, y, min(70, y + 9)) for y in range(0, 70, 9)]
    assert np.array_equal(np.concatenate(parts), whole)


def test_descriptor_tells_what_is_on_disk(tmp_path):
    tiles.write_pyramid(tmp_path, "atlas", [checkered(3, 40)], 40, 64, 80)
    root = ElementTree.parse(tmp_path / "atlas.dzi").getroot()
    size = root[0]
    assert root.attrib == {"Format": "webp", "Overlap": "1", "TileSize": "64"}
    assert size.attrib == {"Width": "120", "Height": "120"}
    levels = sorted(int(path.name) for path in (tmp_path / "atlas_files").iterdir())
    assert levels == list(range(8))
    assert len(list((tmp_path / "atlas_files/7").iterdir())) == 4


def test_same_icons_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        tiles.write_pyramid(tmp_path / name, "atlas", [checkered(4, 32, {(1, 1)})], 32, 64, 80)
    first = sorted((tmp_path / "a").rglob("*.webp"))
    assert first
    for path in first:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_memory_stays_at_a_row_of_tiles(tmp_path):
    """Icons are asked for a band at a time, never all at once."""
    grid, asked = checkered(16, 32), []

    class Watched:
        def __getitem__(self, cells):
            asked.append(cells.stop - cells.start)
            return grid.icons[cells]

    watched = tiles.Grid(16, grid.row, grid.col, Watched())
    for top in range(0, 512, 64):
        tiles.paint_band(watched, 512, top, top + 64)
    assert max(asked) == 2 * 16
