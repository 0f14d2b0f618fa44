"""Write what a stage reads and another program would have made: images, samples or icons.

    python inputs.py images|samples|icons RUN SAMPLES

Images are tar shards whose members share one tiny JPEG. Samples have a known structure: 1,000
classes in 50 families are clusters in a space of six dimensions, which overlap as classes do, and
512 rectified channels look at it along random directions, with noise; attributions speak for the
class. What lies there is kept.
"""

import io
import sys
import tarfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image
from run import LAYER, MAP, images_folder, settings_of

from activation_atlas import seeds, stores
from activation_atlas.grids.icon_store import tile_slices
from activation_atlas.images import open_catalogue
from activation_atlas.paths import cells_path, icons_part_path, icons_path, network_path
from activation_atlas.pipeline import STAGES
from activation_atlas.samples.plan import Plan, make_plan
from activation_atlas.settings import RunSettings

CHANNELS, CLASSES, FAMILIES, WITHIN = 512, 1000, 50, 6
SIDE = 14  # of the layer's maps
IMAGES_A_TAR = 10_000
ROWS = 2048


def write_images(run: Path, samples: int) -> None:
    """Write tar shards of so many images in folders by class."""
    folder = images_folder(run)
    folder.mkdir(parents=True, exist_ok=True)
    content = _jpeg()
    padded = content + bytes(-len(content) % tarfile.BLOCKSIZE)
    for start in range(0, samples, IMAGES_A_TAR):
        path = folder / f"{start // IMAGES_A_TAR:05d}.tar"
        if path.exists():
            continue
        with path.open("wb") as shard:
            for image in range(start, min(start + IMAGES_A_TAR, samples)):
                member = tarfile.TarInfo(f"class-{image % CLASSES:03d}/{image:08d}.jpg")
                member.size = len(content)
                shard.write(member.tobuf() + padded)
            shard.write(bytes(2 * tarfile.BLOCKSIZE))


def write_network(run: Path) -> None:
    """Write what a run knows of its network."""
    facts = {
        "name": "made up",
        "digest": "made up",
        "input_size": 224,
        "classes": [f"class {number}" for number in range(CLASSES)],
        "families": [f"family {number % FAMILIES}" for number in range(CLASSES)],
        "layers": {LAYER: {"channels": CHANNELS, "height": SIDE, "width": SIDE}},
    }
    stores.write_manifest(network_path(run), facts, {})


def write_samples(run: Path, settings: RunSettings) -> None:
    """Write the shards that sampling would have left."""
    job = STAGES["samples"].job(run, settings, part=0)
    plan, made = make_plan(job, open_catalogue(run, settings.images)), Clusters()
    for shard in plan.shards:
        if not plan.is_done(LAYER, shard):
            _write_shard(plan, shard, made)
    plan.seal_part(0, plan.shards)


def _write_shard(plan: Plan, shard: int, made: "Clusters") -> None:
    rows = plan.rows_of(shard)
    random = seeds.generator("scale", "samples", shard)
    parts = [made.draw(min(ROWS, rows.stop - row), random) for row in rows[::ROWS]]
    arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    arrays["position"] = random.integers(1, SIDE - 1, (len(rows), 2)).astype(np.int16)
    arrays["image"] = np.arange(rows.start, rows.stop, dtype=np.uint32)
    facts = {"count": len(rows), "skipped": []}
    stores.write(plan.path(LAYER, shard), arrays, plan.made_by(LAYER, shard), facts)


class Clusters:
    """Activations of classes in families, and their attributions; always the same ones."""

    def __init__(self) -> None:
        random = seeds.generator("scale", "classes")
        family = random.uniform(-1.5, 1.5, (FAMILIES, WITHIN))
        own = random.standard_normal((CLASSES, WITHIN))
        self._centre = (family[np.arange(CLASSES) % FAMILIES] + 0.35 * own).astype(np.float32)
        self._to_channels = random.standard_normal((WITHIN, CHANNELS), np.float32)
        self._level = 0.5 * random.standard_normal(CHANNELS, np.float32) - 0.3

    @cached_property
    def _spoken(self) -> np.ndarray:
        seen = np.maximum(self._centre @ self._to_channels + self._level, 0)
        return (seen - seen.mean(axis=0)).T / CHANNELS

    def draw(self, count: int, random: np.random.Generator) -> dict[str, np.ndarray]:
        """Return activation (n, C) and attribution (n, classes) float16, rank (n,) int32."""
        member = random.integers(CLASSES, size=count)
        place = self._centre[member] + 0.25 * random.standard_normal((count, WITHIN), np.float32)
        raw = place @ self._to_channels + self._level
        raw += 0.2 * random.standard_normal(raw.shape, np.float32)
        activation = np.maximum(raw, 0)
        said = activation @ self._spoken
        rank = np.count_nonzero(said > said[np.arange(count), member][:, None], axis=1)
        return {
            "activation": activation.astype(np.float16),
            "attribution": said.astype(np.float16),
            "rank": rank.astype(np.int32),
        }


def write_icons(run: Path, settings: RunSettings) -> None:
    """Write a smooth icon for each cell of all grids."""
    size, tile = settings.icons.size, settings.stores.cells
    for side in settings.maps[MAP].sides:
        cells = cells_path(run, LAYER, MAP, side)
        made_by = {"cells": stores.manifest(cells)["digest"]}
        top = stores.read(cells)["top"][:, 0]
        digests = {}
        for number, part in enumerate(tile_slices(len(top), tile)):
            path = icons_path(run, LAYER, MAP, side, number)
            if not stores.is_sealed(path, made_by):
                icons = np.concatenate(list(_icons(top[part], size)))
                facts = {name: np.full(len(icons), 0.9, np.float32) for name in ("score", "cosine")}
                stores.write(path, {"icon": icons, **facts}, made_by)
            digests[f"{number:04d}"] = stores.manifest(path)["digest"]
        part = icons_part_path(run, LAYER, MAP, side, 0)
        stores.write_manifest(part, {"stores": digests}, made_by)


def _icons(classes: np.ndarray, size: int) -> Iterator[np.ndarray]:
    """Yield (1, size, size, 3) uint8 waves whose colours and lengths come from the class."""
    y, x = np.mgrid[:size, :size][..., None] / size
    for number in classes:
        pace, turn = np.array([3, 5, 7]) + number % 5, number * np.array([0.1, 0.2, 0.3])
        yield np.uint8(127 + 100 * np.sin(pace * x + turn) * np.cos(pace * y - turn))[None]


def _jpeg() -> bytes:
    """Return a JPEG of 32 × 32 pixels."""
    y, x = np.mgrid[:32, :32]
    file = io.BytesIO()
    Image.fromarray(np.stack([8 * x, 8 * y, 4 * (x + y)], 2).astype(np.uint8)).save(file, "JPEG")
    return file.getvalue()


def main(what: str, folder: str, samples: str) -> None:
    """Write one kind of input."""
    run = Path(folder)
    settings = settings_of(run)
    if what == "images":
        write_network(run)
        write_images(run, int(samples))
    elif what == "samples":
        write_samples(run, settings)
    else:
        write_icons(run, settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
