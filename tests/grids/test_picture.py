import re
from pathlib import Path

import numpy as np

import activation_atlas
from activation_atlas.grids.picture import PAPER, paint_grid
from activation_atlas.grids.tiles import Grid


def test_icons_lie_at_their_cells_on_paper():
    icons = np.stack([np.full((4, 4, 3), grey, np.uint8) for grey in (10, 200)])
    picture = np.asarray(paint_grid(Grid(3, np.array([0, 2]), np.array([1, 0]), icons), 4))
    assert picture.shape == (12, 12, 3)
    assert (picture[:4, 4:8] == 10).all() and (picture[8:, :4] == 200).all()
    picture = picture.copy()
    picture[:4, 4:8] = picture[8:, :4] = PAPER
    assert (picture == PAPER).all()


def test_the_paper_is_that_of_the_page():
    css = Path(activation_atlas.__file__).with_name("palette.css").read_text()
    (light,) = re.findall(r"--paper: light-dark\((#\w+)", css)
    assert light == "#{:02x}{:02x}{:02x}".format(*PAPER)
