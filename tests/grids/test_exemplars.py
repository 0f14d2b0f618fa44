import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.grids import exemplars
from activation_atlas.images import Unreadable
from activation_atlas.paths import cells_path, exemplars_path, patches_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse

LAYER, SIDE = "layer", 4
SETTINGS = parse(RunSettings, {"cells": {"patch": 16}, "stores": {"cells": 3}})
EXEMPLAR = np.array([[5, 2], [7, -1], [2, 0], [9, 5], [1, 8], [3, 4], [6, -1]])


class Catalogue:
    """Each view is filled with its own number; remembers what was asked for."""

    size = 64

    def __init__(self, broken=None):
        self.asked, self.broken = [], broken

    def where(self, i):
        return f"{i}.jpg"

    def patch(self, i, size, centre_row, centre_col, side):
        if i == self.broken:
            raise Unreadable("is gone")
        self.asked.append((i, size, centre_row, centre_col))
        return np.full((side, side, 3), 10 * i, np.uint8)


@pytest.fixture
def ready(tmp_path, write_samples, monkeypatch):
    write_samples(tmp_path, np.ones((10, 3)), shard=4)
    stores.write(cells_path(tmp_path, LAYER, "m", SIDE), {"exemplar": EXEMPLAR}, {})

    def cut(catalogue):
        monkeypatch.setattr(exemplars, "open_catalogue", lambda *_: catalogue)
        return STAGES["exemplars"].make(tmp_path, SETTINGS, layer=LAYER, map_name="m", side=SIDE)

    return tmp_path, cut


def test_tiles_hold_the_patches_of_their_cells_black_where_there_is_none(ready):
    run, cut = ready
    manifest = cut(Catalogue())
    assert (manifest["cells"], len(manifest["digests"])) == (7, 3)
    for tile in range(3):
        store = stores.read(patches_path(run, LAYER, "m", SIDE, tile))
        found = {name: store[name][:] for name in ("image", "patch")}
        expected = EXEMPLAR[3 * tile : 3 * tile + 3]  # sample i is of image i here
        np.testing.assert_array_equal(found["image"], expected)
        assert found["patch"].shape == (*expected.shape, 16, 16, 3)
        values = 10 * np.maximum(expected, 0)[..., None, None, None]
        np.testing.assert_array_equal(found["patch"], np.broadcast_to(values, found["patch"].shape))


def test_patches_are_centred_at_the_middle_of_the_sampled_layer_cell(ready):
    catalogue = Catalogue()
    ready[1](catalogue)
    # Input 64, layer 8 cells high: stride 8; all samples are at row 3, column 4.
    assert {asked[1:] for asked in catalogue.asked} == {(64, 28.0, 36.0)}
    assert len(catalogue.asked) == np.count_nonzero(EXEMPLAR >= 0)


def test_a_killed_run_goes_on_at_the_first_missing_tile(ready):
    run, cut = ready
    with pytest.raises(AtlasError, match="6.jpg was sampled but is gone now"):
        cut(Catalogue(broken=6))
    with pytest.raises(AtlasError, match="never finished"):
        stores.manifest(exemplars_path(run, LAYER, "m", SIDE))
    rest = Catalogue()
    manifest = cut(rest)
    assert [asked[0] for asked in rest.asked] == [6]
    again = Catalogue()
    assert cut(again) == manifest and not again.asked
