"""What the paper's network costs on this machine: GoogLeNet as config/imagenet.yaml has it.

    python benchmarks/googlenet.py [--views 256] [--steps 64]

Random weights and sample photos compute as long as trained weights and ImageNet do. Images a second
are of all four layers with their attributions, from the files to the stores. The seconds of an icon
are measured over fewer steps than the config has, and scaled to those: each step costs the same.
Beside them stand the processor's seconds, which a machine with other work on it can still compare,
and how much arithmetic an icon is, from which the time on a GPU can be estimated.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import yaml

from activation_atlas.environment import ENVIRONMENT
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from machine import describe

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "googlenet.json"
PAPER = HERE.parent / "config" / "imagenet.yaml"


def settings_of(views: int) -> RunSettings:
    """Return the paper's settings for random weights and as many views of sample photos."""
    paper = yaml.safe_load(PAPER.read_text())
    return parse(
        RunSettings,
        {
            "network": {**paper["network"], "weights": "random"},
            "images": {"source": "photos", "crops": -(-views // 17)},
            "stores": {**paper["stores"], "images": 128},
            "icons": paper["icons"],
        },
    )


class Clock:
    """Counts wall and processor seconds from when it is made."""

    def __init__(self) -> None:
        self._wall, self._busy = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return both."""
        return time.perf_counter() - self._wall, time.process_time() - self._busy


def rates_of(settings: RunSettings) -> dict[str, float]:
    """Return how many views are sampled a second, the network being made included."""
    from activation_atlas.images import build_catalogue, open_catalogue
    from activation_atlas.networks import describe as describe_network

    with tempfile.TemporaryDirectory() as made:
        run = Path(made)
        size = describe_network(run, settings)["input_size"]
        build_catalogue(run, settings.images, settings.seed, size, os.cpu_count())
        count = len(open_catalogue(run, settings.images))
        clock = Clock()
        STAGES["samples"].make(run, settings, part=0)
        wall, busy = clock.read()
        return {
            "images_per_second": round(count / wall, 1),
            "images_per_processor_second": round(count / busy, 1),
        }


def icon_of(settings: RunSettings, layer: str, steps: int) -> dict[str, float]:
    """Return what an icon of a layer takes, of as many as keep all cores busy.

    A step is one way forward and one back to the image, as expensive each; four tries of which the
    worse half is given up twice take the steps of two.
    """
    import numpy as np
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from activation_atlas.networks import load_network
    from activation_atlas.recipes import carter2019
    from activation_atlas.seeds import generator

    network = load_network(settings.network, settings.device, [layer])
    size = settings.icons.size
    channels = network.shapes_at(size)[layer][0]
    with FlopCounterMode(display=False) as counted, torch.no_grad():
        network.activations(torch.zeros(1, 3, size, size, device=network.device), [layer])
    count = network.micro_batch * os.cpu_count()
    means = np.abs(generator("googlenet", layer).standard_normal((count, channels)))
    cells = [carter2019.Cells(means.astype(np.float32), [("googlenet", i) for i in range(count)])]
    next(carter2019.render(network, layer, cells, replace(settings.icons, steps=4)))
    clock = Clock()
    next(carter2019.render(network, layer, cells, replace(settings.icons, steps=steps)))
    wall, busy = (spent / count * settings.icons.steps / steps for spent in clock.read())
    tflop = 2 * counted.get_total_flops() * 2 * settings.icons.steps / 1e12
    return {
        "seconds": round(wall, 2),
        "processor_seconds": round(busy, 2),
        "tflop": round(tflop, 2),
    }


def main() -> None:
    """Measure, print and keep the numbers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--views", type=int, default=256)
    parser.add_argument("--steps", type=int, default=64)
    chosen = parser.parse_args()
    if not ENVIRONMENT.items() <= os.environ.items():  # C libraries read it as they start
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ENVIRONMENT)
    settings = settings_of(chosen.views)
    rates = rates_of(settings)
    print(f"{len(settings.network.layers)} layers with attribution:", rates, flush=True)
    icons = {}
    for layer in settings.network.layers:
        icons[layer] = icon_of(settings, layer, chosen.steps)
        print(f"{layer}, an icon:", icons[layer], flush=True)
    facts = {
        "machine": describe(),
        **rates,
        "views": chosen.views,
        "size": settings.icons.size,
        "steps": settings.icons.steps,
        "tries": settings.icons.tries,
        "measured_steps": chosen.steps,
        "icons": icons,
    }
    RESULTS.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
