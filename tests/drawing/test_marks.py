import numpy as np

from activation_atlas.dictionaries.reading import Entries, Region
from activation_atlas.drawing.marks import bars, framed
from activation_atlas.drawing.panel import INK, Panel


def _changed(region: Region) -> np.ndarray:
    plain = np.full((60, 90, 3), 128, np.uint8)
    return (framed(plain, region, 3, 3) != plain).any(2)


def test_a_frame_surrounds_its_cells():
    rows, columns = np.nonzero(_changed(Region.at(1, 2)))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (18, 41, 58, 89)
    rows, columns = np.nonzero(_changed(Region((0, 1), (1, 1))))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (0, 41, 28, 61)


def test_a_frame_covers_nothing_within():
    assert not _changed(Region.at(1, 1))[22:38, 32:58].any()


def test_cells_smaller_than_a_pixel_have_a_frame():
    small = np.full((5, 9, 3), 128, np.uint8)
    for row in range(16):
        assert (framed(small, Region.at(row, row), 16, 28) != small).any()


def _drawn(*values: float) -> list[Panel]:
    numbers = np.arange(len(values))
    found = Entries(Region.at(0, 0), numbers, np.float32(values), np.empty((0, len(values))))
    return bars(found, np.zeros((len(values), 20, 40, 3), np.uint8), enlarge=2)


def test_bars_are_as_long_as_their_share_of_the_strongest():
    panels = _drawn(8, 2, -1)
    assert [panel.label for panel in panels] == [
        "channel 0: 8.0",
        "channel 1: 2.0",
        "channel 2: -1.0",
    ]
    for panel, length in zip(panels, (40, 10, 0)):
        assert panel.enlarge == 2 and not panel.image[:20].any()
        assert (panel.image[-1] == INK).all(1).sum() == length


def test_a_place_where_nothing_is_active_has_empty_bars():
    for panel in _drawn(0, 0) + _drawn(-1, -2):
        assert not (panel.image[-1] == INK).all(1).any()
