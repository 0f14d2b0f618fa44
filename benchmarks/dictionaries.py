"""Semantic dictionaries: seconds for a layer's sprites and for an activation grid.

All 112 channels of EfficientNet-Lite0's blocks.4.2 at 96 px; and the 14 × 14 places of a photo in
that layer, one icon of 80 px each, 64 steps, beside torch-lucent 0.1.8's loop, which makes one icon
after another: it is measured over some of the places, and its seconds are scaled to all of them.
The same network, machine and process environment, in turn, several rounds. One script that knows
neither judges the icons of those places.

    python benchmarks/dictionaries.py [--environments FOLDER] [--rounds N]
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from comparison import HERE, options
from machine import describe
from peers import Renderer, make_environment, output_of

SCRIPTS = HERE / "dictionaries"
WORK = ("80", "64")  # pixels, steps
LUCENT = "torch-lucent==0.1.8"
GRIDS = (
    Renderer("this project", "grid.py"),
    Renderer("torch-lucent 0.1.8, scaled", "lucent_peer.py", package=LUCENT),
)


def main() -> None:
    """Measure in turn, print and write the medians with the machine's description."""
    chosen = options(__doc__)
    make_environment(chosen.environments, LUCENT)
    sprites: list[float] = []
    grids: dict[str, list[tuple[float, float]]] = {one.name: [] for one in GRIDS}
    with tempfile.TemporaryDirectory() as folder:
        activation = str(Path(folder) / "activation.npy")
        output_of([sys.executable, str(SCRIPTS / "photo.py"), activation])
        for _ in range(chosen.rounds):
            sprites.append(output_of([sys.executable, str(SCRIPTS / "sprites.py")]))
            print(f"{'sprites':28} {sprites[-1]:7.1f} s", flush=True)
            for renderer in GRIDS:
                measured = once(renderer, chosen.environments, activation, folder)
                grids[renderer.name].append(measured)
                print(f"{renderer.name:28} {measured[0]:7.1f} s, cosine {measured[1]:.3f}")
    result = {
        "machine": describe(),
        "rounds": chosen.rounds,
        "sprites": {"seconds": round(statistics.median(sprites), 1)},
        "grids": {name: row(measured) for name, measured in grids.items()},
    }
    target = HERE / "results" / "dictionaries.json"
    target.write_text(json.dumps(result, indent=1) + "\n")


def once(
    renderer: Renderer, environments: Path, activation: str, folder: str
) -> tuple[float, float]:
    """Return the seconds of a grid, and the mean cosine of the icons that are judged."""
    icons = str(Path(folder) / "icons.npy")
    command = renderer.command(SCRIPTS, environments)
    seconds = output_of([*command, activation, *WORK, icons])
    return seconds, output_of([sys.executable, str(SCRIPTS / "faithful.py"), activation, icons])


def row(measured: list[tuple[float, float]]) -> dict[str, float]:
    """Return the medians of a renderer."""
    seconds, cosines = zip(*measured)
    return {
        "seconds": round(statistics.median(seconds), 1),
        "cosine": round(statistics.median(cosines), 3),
    }


if __name__ == "__main__":
    main()
