"""Sample one layer of a folder's images by this project; print wall and CPU seconds.

The catalogue is made beforehand, as a run makes it.

    python sampler.py FOLDER float32|bfloat16 [attribution]
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import torch

from activation_atlas.images import build_catalogue
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse


def main(folder: str, dtype: str, attribution: bool) -> None:
    """Prepare a run and measure its sampling."""
    settings = parse(
        RunSettings,
        {
            "network": {"layers": ["blocks.4.2"]},
            "images": {"source": "folder", "path": folder},
            "samples": {"attribution": attribution},
            "device": {"name": "cpu", "dtype": dtype},
        },
    )
    with tempfile.TemporaryDirectory() as made:
        run = Path(made)
        size = STAGES["network"].make(run, settings)["input_size"]
        build_catalogue(run, settings.images, settings.seed, size, torch.get_num_threads())
        start, busy = time.perf_counter(), sum(os.times()[:4])
        STAGES["samples"].make(run, settings, part=0)
        print(time.perf_counter() - start, sum(os.times()[:4]) - busy)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "attribution" in sys.argv[3:])
