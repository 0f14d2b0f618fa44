import numpy as np

from activation_atlas.dictionaries.reading import Region
from activation_atlas.figures.marks import framed, with_bar
from activation_atlas.figures.panel import INK


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


def test_bars_are_as_long_as_their_share():
    drawn = with_bar(np.zeros((20, 40, 3), np.uint8), 0.25)
    assert drawn.shape[1:] == (40, 3) and not drawn[:20].any()
    assert (drawn[-1] == INK).all(1).sum() == 10
