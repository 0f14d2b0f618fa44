import numpy as np
import pytest

from activation_atlas.drawing.panel import BORDER, LEAST_WIDTH, PAPER, Panel, sheet


def noise(height: int, width: int, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(height).integers(0, 256, (height, width, channels), dtype=np.uint8)


def places(drawn: np.ndarray, image: np.ndarray) -> list[tuple[int, int]]:
    """Return where an image lies within a drawn sheet, pixel by pixel."""
    height, width = image.shape[:2]
    starts = (drawn[:-height, :-width] == image[0, 0]).all(2)
    return [
        (int(top), int(left))
        for top, left in zip(*np.nonzero(starts))
        if np.array_equal(drawn[top : top + height, left : left + width], image)
    ]


def place(drawn: np.ndarray, image: np.ndarray) -> tuple[int, int]:
    (found,) = places(drawn, image)
    return found


@pytest.mark.parametrize("side", [8, 32, 224, 600])
def test_pictures_are_drawn_as_they_are(side):
    drawn = np.asarray(sheet("title", [[Panel(noise(side, side), "a label")]], note="a note"))
    assert place(drawn, noise(side, side))
    assert (drawn[0] == PAPER).all() and (drawn[:, -1] == PAPER).all()


def test_small_pictures_can_be_enlarged_by_a_whole_factor():
    image = noise(5, 7)
    drawn = np.asarray(sheet("title", [[Panel(image, enlarge=3)]]))
    assert place(drawn, image.repeat(3, 0).repeat(3, 1))


def test_pictures_of_different_sizes_share_a_middle_in_rows_and_columns():
    images = [[noise(60, 64), noise(20, 22)], [noise(30, 32), noise(80, 90)]]
    drawn = np.asarray(sheet("title", [[Panel(image) for image in row] for row in images]))
    found = [[place(drawn, image) for image in row] for row in images]

    def middle(row, column):
        image, (top, left) = images[row][column], found[row][column]
        return top + image.shape[0] / 2, left + image.shape[1] / 2

    for row in (0, 1):
        assert middle(row, 0)[0] == pytest.approx(middle(row, 1)[0], abs=1)
        assert middle(0, row)[1] == pytest.approx(middle(1, row)[1], abs=1)


def test_an_empty_place_shows_paper_and_moves_nothing():
    full = [[Panel(noise(40, 41)), Panel(noise(42, 43))], [Panel(noise(44, 45))]]
    holed = [[Panel(noise(40, 41)), Panel(noise(42, 43))], [None, Panel(noise(44, 45))]]
    one, other = (np.asarray(sheet("title", rows)) for rows in (full, holed))
    assert one.shape == other.shape
    assert place(other, noise(44, 45))[1] == place(other, noise(42, 43))[1] - 1
    assert place(one, noise(44, 45))[0] == place(other, noise(44, 45))[0]


def test_a_frame_lies_around_the_picture():
    image, red = noise(50, 50), (200, 0, 0)
    drawn = np.asarray(sheet("title", [[Panel(image, frame=red)]]))
    top, left = place(drawn, image)
    around = drawn[top - BORDER : top + 50 + BORDER, left - BORDER : left + 50 + BORDER]
    assert (around[:BORDER] == red).all() and (around[:, -BORDER:] == red).all()


def test_what_is_transparent_shows_paper():
    image = np.concatenate([noise(30, 30), np.zeros((30, 30, 1), np.uint8)], 2)
    drawn = np.asarray(sheet("", [[Panel(image)]]))
    assert (drawn == PAPER).all()


def test_text_stays_within_the_sheet_whatever_its_length():
    long = "a rather long label with anextraordinarilylongwordthatfitsnowhere " * 4
    panels = [[Panel(noise(32, 32), long), Panel(noise(33, 33), "short")]] * 2
    drawn = np.asarray(sheet(long, panels, [long, "b"], [long, "c"], long))
    inner = np.ones(drawn.shape[:2], bool)
    inner[8:-8, 8:-8] = False
    assert (drawn[inner] == PAPER).all()
    assert drawn.shape[1] < 2 * LEAST_WIDTH
    assert len(places(drawn, noise(32, 32))) == len(places(drawn, noise(33, 33))) == 2


def test_labels_never_cover_a_picture():
    rows = [[Panel(noise(side, side), "two lines of label") for side in (40, 48)] for _ in range(3)]
    drawn = np.asarray(sheet("title", rows, ["row"] * 3, ["column"] * 2, "note"))
    assert len(places(drawn, noise(40, 40))) == len(places(drawn, noise(48, 48))) == 3


def test_the_same_sheet_gives_the_same_pixels():
    one, other = (sheet("title", [[Panel(noise(40, 40), "label")]], note="n") for _ in range(2))
    assert one.tobytes() == other.tobytes()
