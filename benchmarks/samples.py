"""Images a second: this project's sampler against a loop as people write it.

The loop: a DataLoader with torchvision-style transforms, the untouched timm model, a forward hook
and a random position in each map. Both run from the files of a folder to the samples of one layer,
the making of the network included, in turn, several rounds; the medians of the ratios count.

    python benchmarks/samples.py [FOLDER]
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import timm
import torch
from PIL import Image
from skimage import data
from sklearn.datasets import load_sample_images
from timm.data import create_transform, resolve_model_data_config
from torch.utils.data import DataLoader, Dataset

from activation_atlas import seeds
from activation_atlas.images import build_catalogue
from activation_atlas.networks import describe, weights
from activation_atlas.samples import sample_part
from activation_atlas.settings import NetworkSettings, RunSettings, parse
from machine import describe as describe_machine

LAYER = "blocks.4.2"
SIDE = 224
RESULTS = Path(__file__).parent / "results" / "samples.json"


class Files(Dataset):
    """JPEG files, opened and transformed one by one."""

    def __init__(self, folder: Path, transform: Callable):
        self.files, self.transform = sorted(folder.rglob("*.jpg")), transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.transform(Image.open(self.files[index]).convert("RGB"))


def plain_loop(folder: Path, workers: int) -> np.ndarray:
    """Return one random activation (n, C) of each image, the plain way."""
    model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    model.load_state_dict(weights.load(NetworkSettings()).state_dict())
    model.eval()
    transform = create_transform(**resolve_model_data_config(model), is_training=False)
    loader = DataLoader(Files(folder, transform), batch_size=32, num_workers=workers)
    held: dict[str, torch.Tensor] = {}
    model.get_submodule(LAYER).register_forward_hook(
        lambda _module, _inputs, output: held.update(maps=output)
    )
    found = []
    with torch.no_grad():
        for images in loader:
            model(images)
            maps = held["maps"]
            for one in maps:
                row, column = (
                    np.random.default_rng().integers(1, side - 1) for side in one.shape[1:]
                )
                found.append(one[:, row, column].numpy())
    return np.stack(found)


def our_sampler(folder: Path, scratch: Path, dtype: str, attribution: bool) -> Callable[[], None]:
    """Return a function that samples the folder anew each time."""
    settings = parse(
        RunSettings,
        {
            "network": {"layers": [LAYER]},
            "images": {"source": "folder", "path": str(folder)},
            "samples": {"attribution": attribution},
            "device": {"name": "cpu", "dtype": dtype},
        },
    )
    prepared = scratch / f"{dtype}-{attribution}"
    describe(prepared, settings)
    build_catalogue(prepared, settings.images, settings.seed, SIDE, torch.get_num_threads())

    def sample() -> None:
        with tempfile.TemporaryDirectory(dir=scratch) as fresh:
            for name in ("network.json", "images"):
                (Path(fresh) / name).symlink_to(prepared / name)
            sample_part(Path(fresh), settings, 0)

    return sample


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


def main() -> None:
    """Measure, print a table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="class folders of JPEGs")
    parser.add_argument("--images", type=int, default=600, help="JPEGs to make without a folder")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder
        if folder is None:
            folder = Path(scratch) / "jpegs"
            write_images(folder, options.images)
        count = len(list(folder.rglob("*.jpg")))
        jobs = {f"plain loop, {n} workers": (lambda n=n: plain_loop(folder, n)) for n in (0, 2)}
        for attribution in (False, True):
            for dtype in ("float32", "bfloat16"):
                name = f"sampler, {dtype}" + (", attribution" if attribution else "")
                jobs[name] = our_sampler(folder, Path(scratch), dtype, attribution)
        report(measured(jobs, count, options.rounds), count)


Rates = dict[str, tuple[float, float]]


def measured(jobs: dict[str, Callable], count: int, rounds: int) -> list[Rates]:
    """Return images a second, and a second of processor time, of each job, round by round.

    The second number is what a machine with other work on it can still compare.
    """
    found = []
    for _ in range(rounds):
        rates = {}
        for name, job in jobs.items():
            start, busy = time.perf_counter(), sum(os.times()[:4])
            job()
            seconds, busy = time.perf_counter() - start, sum(os.times()[:4]) - busy
            rates[name] = (count / seconds, count / busy)
            print(
                f"{name:32} {count / seconds:7.1f} images/s {count / busy:7.1f} /cpu s", flush=True
            )
        found.append(rates)
    return found


def report(rounds: list[Rates], count: int) -> None:
    """Print the medians, and the ratios to the better plain loop of the same round."""
    rows = {}
    for name in rounds[0]:
        row = {}
        for i, unit in enumerate(("second", "processor_second")):
            best = [max(r[n][i] for n in r if n.startswith("plain")) for r in rounds]
            ratios = [rates[name][i] / plain for rates, plain in zip(rounds, best)]
            row[f"images_per_{unit}"] = round(statistics.median(r[name][i] for r in rounds), 1)
            row[f"times_plain_per_{unit}"] = round(statistics.median(ratios), 2)
        rows[name] = row
    print(f"\n{'':32} images/s   × plain   images/cpu s   × plain")
    for name, row in rows.items():
        wall, times, busy, busy_times = row.values()
        print(f"{name:32} {wall:8.1f} {times:9.2f} {busy:14.1f} {busy_times:9.2f}")
    RESULTS.parent.mkdir(exist_ok=True)
    result = {
        "images": count,
        "rounds": len(rounds),
        "machine": describe_machine(),
        "results": rows,
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
