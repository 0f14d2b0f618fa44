"""Ways to render pictures, measured in turn: seconds a picture, and quality by one judge."""

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from machine import describe
from peers import Renderer, make_environment, output_of

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Comparison:
    """What is compared, and how.

    Attributes:
        name: Folder of the scripts, and name of the results' file.
        renderers: This project first. Each is called with `inputs`, the file to write and its own
            arguments, and prints the seconds a picture.
        inputs: Arguments that all renderers share.
        judge: Script that is called with `judged` and the file, and prints the quality.
        judged: The judge's first arguments.
        quality: What the judge measures.
    """

    name: str
    renderers: tuple[Renderer, ...]
    inputs: tuple[str, ...]
    judge: str
    judged: tuple[str, ...]
    quality: str

    @property
    def scripts(self) -> Path:
        """Folder of the scripts."""
        return HERE / self.name

    def once(self, renderer: Renderer, environments: Path) -> tuple[float, float]:
        """Return the seconds a picture and the quality of one round of a renderer."""
        with tempfile.TemporaryDirectory() as folder:
            pictures = str(Path(folder) / "pictures.npy")
            command = renderer.command(self.scripts, environments)
            seconds = output_of([*command, *self.inputs, pictures, *renderer.arguments])
            judge = [sys.executable, str(self.scripts / self.judge), *self.judged, pictures]
            quality = output_of(judge)
        print(f"{renderer.name:22} {seconds:7.3f} s, {self.quality} {quality:.3f}", flush=True)
        return seconds, quality


def options(description: str) -> argparse.Namespace:
    """Return the options that every comparison has."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--environments", type=Path, default=HERE / ".environments")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def compare(comparison: Comparison, environments: Path, rounds: int) -> None:
    """Measure, print a table and write it with the machine's description."""
    for package in sorted({each.package for each in comparison.renderers if each.package}):
        make_environment(environments, package)
    found = [
        [comparison.once(renderer, environments) for renderer in comparison.renderers]
        for _ in range(rounds)
    ]
    rows = {
        renderer.name: _row([one[index] for one in found], [one[0] for one in found], comparison)
        for index, renderer in enumerate(comparison.renderers)
    }
    for name, row in rows.items():
        print(f"{name:22} {row}")
    result = {"machine": describe(), "rounds": rounds, "renderers": rows}
    target = HERE / "results" / f"{comparison.name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n")


def _row(
    measured: list[tuple[float, float]], ours: list[tuple[float, float]], comparison: Comparison
) -> dict[str, float]:
    """Return medians, and how many times faster this project is, round by round."""
    seconds, quality = zip(*measured)
    times = [theirs / own for theirs, (own, _) in zip(seconds, ours)]
    return {
        "seconds_a_picture": round(statistics.median(seconds), 3),
        comparison.quality: round(statistics.median(quality), 3),
        "times_ours": round(statistics.median(times), 1),
    }
