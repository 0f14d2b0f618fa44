"""What README.md tells a reader to type works."""

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import torch

from activation_atlas.recipes import RECIPES

README = (Path(__file__).parents[1] / "README.md").read_text()


HELPERS = {"apply_all", "draw_all", "at_centre", "cosine", "direction"}
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


def test_three_lines_give_a_picture(monkeypatch) -> None:
    monkeypatch.setitem(RECIPES, "atlas", RECIPES["atlas"].with_steps(16))  # fewer, but the same
    found = {}
    exec(EXAMPLES[2], found)
    assert len([line for line in EXAMPLES[2].splitlines() if line]) == 3
    assert found["picture"].image.size == (128, 128)
    assert found["picture"].curve[-1] > found["picture"].curve[0]


def test_a_recipe_of_ones_own_draws_with_transparency() -> None:
    found = {}
    (example,) = [example for example in EXAMPLES if "AlphaImages" in example]
    exec(example, found)
    picture = found["picture"]
    assert picture.image.shape == (96, 96, 4)
    assert picture.curve[-8:].mean() > picture.curve[:8].mean()
    assert picture.image[..., 3].std() > 10


def test_every_part_that_recipes_can_have_is_named() -> None:
    for room in ("images", "transforms", "objectives", "operators"):
        parts = import_module(f"activation_atlas.optimize.{room}")
        kinds = {"Images", "Transform", "Objective", "Outputs", "Operator", "GradientOperator"}
        named = set(parts.__all__) - kinds - HELPERS
        assert not [name for name in sorted(named) if f"`{name}`" not in README]
