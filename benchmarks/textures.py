"""Texture synthesis against a plain port of the published loop: seconds an iteration.

Gravel by random VGG-19, the same layers and weights, each in a process of its own, in turn, several
rounds; the medians count. This project's term for colours, which the published loop has not, is
in its time. benchmarks/materials.py judges the textures.

    python benchmarks/textures.py [--rounds N] [--size PIXELS] [--iterations N]
"""

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from comparison import HERE
from machine import describe
from peers import printed_by

SCRIPTS = HERE / "textures"
SOURCE = "gravel"


@dataclass(frozen=True)
class Way:
    """A way to synthesize: its script and the script's last arguments."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()

    def once(self, size: int, iterations: int, folder: str) -> tuple[float, float]:
        """Return the peak memory in MB and the seconds an iteration of a run."""
        texture = str(Path(folder) / "texture.npy")
        work = [SOURCE, str(size), str(iterations), texture, *self.arguments]
        printed = printed_by([sys.executable, str(SCRIPTS / self.script), *work])
        memory, seconds = map(float, printed.split())
        print(f"{self.name:22} {size} px {seconds:7.3f} s, {memory:6.0f} MB", flush=True)
        return memory, seconds


WAYS = (
    Way("published loop", "published.py"),
    Way("this project, float32", "ours.py", ("float32",)),
    Way("this project, bfloat16", "ours.py", ("bfloat16",)),
)


def compared(options: argparse.Namespace, folder: str) -> dict[str, dict[str, object]]:
    """Return the row of every way: medians, ratios round by round, memory."""
    rounds = [
        [way.once(options.size, options.iterations, folder) for way in WAYS]
        for _ in range(options.rounds)
    ]
    rows = {}
    for number, way in enumerate(WAYS):
        memory, seconds = zip(*(one[number] for one in rounds))
        times = [one[0][1] / one[number][1] for one in rounds]
        rows[way.name] = {
            "seconds_an_iteration": round(statistics.median(seconds), 3),
            "times_faster": round(statistics.median(times), 2),
            "peak_mb": round(max(memory)),
        }
    return rows


def main() -> None:
    """Measure, print and write the figures with the machine's description."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, value in (("rounds", 3), ("size", 256), ("iterations", 15)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "textures.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ways = compared(options, folder)
    work = {"size": options.size, "iterations": options.iterations, "rounds": options.rounds}
    result = {"machine": describe()} | work | {"ways": ways}
    print(json.dumps(result, indent=1))
    options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
