"""What README.md tells a reader to type works."""

import re
from pathlib import Path

import numpy as np
import torch

README = (Path(__file__).parents[1] / "README.md").read_text()


EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_one_call_gives_an_atlas() -> None:
    found = {}
    exec(EXAMPLES[0], found)
    made = found["made"]
    assert made.image.size == (5 * 64, 5 * 64)
    assert len(made.icons.images) == len(made.cells.count) > 10
    assert made.samples.count == len(made.layout.unit) == 17 * 15


def test_the_notebook_example_gives_one_icon_an_image() -> None:
    found = {"images": torch.rand(3, 3, 224, 224)}
    exec(EXAMPLES[1], found)
    assert found["icons"].shape == (3, 96, 96, 3) and found["icons"].dtype == np.uint8


def test_three_lines_give_a_picture() -> None:
    found = {}
    exec(EXAMPLES[2], found)
    assert len([line for line in EXAMPLES[2].splitlines() if line]) == 3
    assert found["picture"].image.size == (128, 128)
    assert found["picture"].curve[-1] > found["picture"].curve[0]
