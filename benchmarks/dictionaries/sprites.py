"""Render all channels of the layer with this package, from loading the network to the sheet.

usage: sprites.py
"""

import tempfile
import time
from pathlib import Path

import torch

from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings

LAYER = "blocks.4.2"


def main() -> None:
    """Render, and print the seconds."""
    torch.set_num_threads(2)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        STAGES["sprites"].make(Path(folder), RunSettings(), layer=LAYER, part=0)
        STAGES["sprite_sheet"].make(Path(folder), RunSettings(), layer=LAYER)
        print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
