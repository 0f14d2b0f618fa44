"""Texture synthesis against a plain port of the published loop: time, memory, and quality.

Gravel by random VGG-19, the same layers, weights and terms, each in a process of its own, in turn,
several rounds; the medians count. One script that made none of the textures judges them.

    python benchmarks/textures.py [--rounds N] [--size PIXELS] [--iterations N] [--large PIXELS]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from activation_atlas.environment import ENVIRONMENT
from machine import describe

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "textures.json"
MOST_ITERATIONS_TIMED = 30
"""Of a round; quality is judged after all."""


@dataclass(frozen=True)
class Way:
    """A way to synthesize: its script and the script's last arguments."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()

    def once(self, size: int, iterations: int, texture: Path) -> tuple[float, float]:
        """Return the peak memory in MB and the seconds an iteration of a run."""
        printed = output_of(self.script, size, iterations, texture, *self.arguments)
        memory, seconds = map(float, printed.split()[-2:])
        print(f"{self.name:22} {size} px {seconds:7.3f} s, {memory:6.0f} MB", flush=True)
        return memory, seconds


WAYS = (
    Way("published loop", "published.py"),
    Way("this project, float32", "ours.py", ("float32",)),
    Way("this project, bfloat16", "ours.py", ("bfloat16",)),
)


def output_of(script: str, *arguments: object) -> str:
    """Return what a script prints."""
    command = [sys.executable, str(HERE / "textures" / script), *map(str, arguments)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ENVIRONMENT
    )
    return done.stdout


def measured(options: argparse.Namespace, folder: Path) -> dict[str, dict[str, object]]:
    """Return the row of every way: medians, ratios round by round, memory and quality."""
    timed = min(options.iterations, MOST_ITERATIONS_TIMED)
    texture = folder / "texture.npy"
    rounds = [
        [way.once(options.size, timed, texture)[1] for way in WAYS] for _ in range(options.rounds)
    ]
    rows = {}
    for number, way in enumerate(WAYS):
        seconds = [one[number] for one in rounds]
        way.once(options.size, options.iterations, texture)
        quality = json.loads(output_of("judge.py", texture))
        memory, _ = way.once(options.large, 2, folder / "large.npy")
        rows[way.name] = {
            "seconds_an_iteration": round(statistics.median(seconds), 3),
            "times_faster": round(statistics.median(one[0] / one[number] for one in rounds), 2),
            f"peak_mb_at_{options.large}": round(memory),
        } | quality
    return rows


def main() -> None:
    """Measure, print a table and write it with the machine's description."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, value in (("rounds", 3), ("size", 256), ("iterations", 200), ("large", 1024)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(options, Path(folder))
    for name, row in rows.items():
        print(f"{name:22} {row}")
    work = {"size": options.size, "iterations": options.iterations, "rounds": options.rounds}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(
        json.dumps({"machine": describe()} | work | {"ways": rows}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
