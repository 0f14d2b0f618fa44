"""What README.md tells a reader to type works."""

import re
from pathlib import Path

import numpy as np
import torch

from activation_atlas.recipes import RECIPES

README = (Path(__file__).parents[1] / "README.md").read_text()


EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_notebook_example_gives_one_icon_an_image() -> None:
    found = {"images": torch.rand(3, 3, 224, 224)}
    exec(EXAMPLES[0], found)
    assert found["icons"].shape == (3, 96, 96, 3) and found["icons"].dtype == np.uint8


def test_three_lines_give_a_picture(monkeypatch) -> None:
    monkeypatch.setitem(RECIPES, "atlas", RECIPES["atlas"].with_steps(16))  # fewer, but the same
    found = {}
    exec(EXAMPLES[1], found)
    assert len([line for line in EXAMPLES[1].splitlines() if line]) == 3
    assert found["picture"].image.size == (128, 128)
    assert found["picture"].curve[-1] > found["picture"].curve[0]
