"""Images a second: this project's sampler against a loop as people write it.

Both run from the files of a folder to the samples of one layer, the making of the network included,
each in a process of its own, in turn, several rounds; the medians of the ratios count. The sampler
runs in the environment that the workflow gives its jobs; the plain loop without it, and with it.

    python benchmarks/samples.py [FOLDER]
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

from PIL import Image
from skimage import data
from sklearn.datasets import load_sample_images

from activation_atlas import seeds
from activation_atlas.environment import ENVIRONMENT
from machine import describe

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "samples.json"
Rates = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Job:
    """One way to sample: its script, the arguments after the folder, its environment."""

    name: str
    script: str
    arguments: tuple[str, ...]
    tuned: bool = True

    def seconds(self, folder: Path) -> tuple[float, float]:
        """Run it; return wall and processor seconds."""
        command = [sys.executable, str(HERE / "samples" / self.script), str(folder)]
        environment = os.environ | (ENVIRONMENT if self.tuned else {})
        done = subprocess.run(
            [*command, *self.arguments], check=True, stdout=subprocess.PIPE, env=environment
        )
        wall, busy = done.stdout.split()[-2:]
        return float(wall), float(busy)


JOBS = (
    Job("plain loop, 0 workers", "plain_loop.py", ("0",), tuned=False),
    Job("plain loop, 2 workers", "plain_loop.py", ("2",), tuned=False),
    Job("plain loop in the workflow's environment", "plain_loop.py", ("0",)),
    Job("sampler, float32", "sampler.py", ("float32",)),
    Job("sampler, bfloat16", "sampler.py", ("bfloat16",)),
    Job("sampler, float32, attribution", "sampler.py", ("float32", "attribution")),
    Job("sampler, bfloat16, attribution", "sampler.py", ("bfloat16", "attribution")),
)


def write_images(folder: Path, count: int) -> None:
    """Write `count` JPEGs of 500 × 375 pixels: random crops of the photos in the packages."""
    photos = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
    photos += load_sample_images().images
    (folder / "photos").mkdir(parents=True)
    for index in range(count):
        random = seeds.generator("benchmark", index)
        photo = Image.fromarray(photos[index % len(photos)])
        width = int(min(photo.width, photo.height * 4 / 3) * random.uniform(0.4, 1))
        height = width * 3 // 4
        left = int(random.integers(photo.width - width + 1))
        top = int(random.integers(photo.height - height + 1))
        crop = photo.crop((left, top, left + width, top + height)).resize((500, 375))
        crop.save(folder / "photos" / f"{index:05d}.jpg", quality=90)


def measured(folder: Path, count: int, rounds: int) -> list[Rates]:
    """Return images a second, and a second of processor time, of each job, round by round.

    The second number is what a machine with other work on it can still compare.
    """
    found = []
    for _ in range(rounds):
        rates = {}
        for job in JOBS:
            wall, busy = job.seconds(folder)
            rates[job.name] = (count / wall, count / busy)
            print(f"{job.name:42} {count / wall:7.1f} images/s {count / busy:7.1f} /cpu s")
        found.append(rates)
    return found


def table(rounds: list[Rates]) -> dict[str, dict[str, float]]:
    """Return the medians, and the ratios to the better plain loop of the same round."""
    plain = [job.name for job in JOBS if not job.tuned]
    rows: dict[str, dict[str, float]] = {}
    for name in rounds[0]:
        rows[name] = {}
        for index, unit in enumerate(("second", "processor_second")):
            ratios = [rates[name][index] / max(rates[n][index] for n in plain) for rates in rounds]
            median = statistics.median(rates[name][index] for rates in rounds)
            rows[name][f"images_per_{unit}"] = round(median, 1)
            rows[name][f"times_plain_per_{unit}"] = round(statistics.median(ratios), 2)
    return rows


def main() -> None:
    """Measure, print a table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="class folders of JPEGs")
    parser.add_argument("--images", type=int, default=600, help="JPEGs to make without a folder")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder
        if folder is None:
            folder = Path(made)
            write_images(folder, options.images)
        count = len(list(folder.rglob("*.jpg")))
        rows = table(measured(folder, count, options.rounds))
    print(f"\n{'':42} images/s   × plain   images/cpu s   × plain")
    for name, row in rows.items():
        wall, times, busy, busy_times = row.values()
        print(f"{name:42} {wall:8.1f} {times:9.2f} {busy:14.1f} {busy_times:9.2f}")
    RESULTS.parent.mkdir(exist_ok=True)
    result = {"images": count, "rounds": options.rounds, "machine": describe(), "results": rows}
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
