"""What README.md tells a reader to type works."""

import re
from pathlib import Path

import numpy as np
import torch

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_notebook_example_gives_one_icon_an_image() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    found = {"images": torch.rand(3, 3, 224, 224)}
    exec(example, found)
    assert found["icons"].shape == (3, 96, 96, 3) and found["icons"].dtype == np.uint8
