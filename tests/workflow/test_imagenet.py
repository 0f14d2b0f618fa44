"""The paper's config, end to end, cut down: a state dict on disk and a few made-up images."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image
from running import Workflow

from activation_atlas import stores

IMAGENET = str(Path(__file__).parents[2] / "config" / "imagenet.yaml")
CLASSES = ("n01440764", "n01443537", "n01484850")
TSNE = {"neighbours": 4, "perplexity": 1.3, "epochs": 50, "sides": [1], "minimum": 1}
CUT = {
    "network": {"weights": "file", "file": "googlenet.pth", "layers": ["mixed4c"]},
    "device": {"name": "cpu", "micro_batch": 2},
    "images": {"path": "images", "size": 64},
    "stores": {"images": 12},
    "maps": {
        "umap": {"neighbours": 5, "epochs": 20, "sides": [1, 2], "minimum": 1},
        "fireboat": TSNE,
        "streetcar": TSNE,
    },
    "cells": {"exemplars": 2, "patch": 16},
    "icons": {"size": 32, "steps": 4, "tries": 2},
    "parts": {"samples": 2, "icons": 1},
}


@pytest.fixture(scope="module")
def state_dict(tmp_path_factory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / "googlenet.pth"
    network = torchvision.models.googlenet(weights=None, init_weights=False)
    torch.save(network.state_dict(), path)
    return path


def jpegs() -> dict[str, bytes]:
    """Return a few dozen images: smooth noise, so that activations differ."""
    random = np.random.default_rng(0)
    made = {}
    for number in range(36):
        coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        content = io.BytesIO()
        coarse.resize((96, 72), Image.Resampling.BICUBIC).save(content, "JPEG")
        made[f"{CLASSES[number % 3]}/{number}.JPEG"] = content.getvalue()
    return made


def write_folder(folder: Path) -> None:
    for name, content in jpegs().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def write_shards(folder: Path) -> None:
    """Write two WebDataset shards: each image beside the number of its class."""
    folder.mkdir()
    for shard in range(2):
        with tarfile.open(folder / f"shard-{shard}.tar", "w") as tar:
            for name, content in list(jpegs().items())[shard::2]:
                number = name.split("/")[1].removesuffix(".JPEG")
                label = str(CLASSES.index(name.split("/")[0])).encode()
                for member, data in ((f"{number}.jpg", content), (f"{number}.cls", label)):
                    info = tarfile.TarInfo(member)
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))


@pytest.fixture
def cut(workflow, state_dict) -> Callable[[str], Workflow]:
    """Return a function that gives the run of a kind of source."""

    def of(source: str) -> Workflow:
        config = CUT | {"images": CUT["images"] | {"source": source}}
        run = workflow({"run": "imagenet", **config}, "--configfile", IMAGENET)
        (run.folder / "googlenet.pth").symlink_to(state_dict)
        return run

    return of


def test_a_folder_ends_with_a_page(cut):
    run = cut("folder")
    write_folder(run.folder / "images")
    ended = run.run()
    assert ended.returncode == 0, ended.stdout
    atlas = run.results() / "atlas"
    assert (atlas / "index.html").exists()
    for name in ("umap-1", "umap-2", "fireboat-1", "streetcar-1"):
        assert (atlas / "exports" / f"mixed4c-{name}.png").exists()


def test_shards_are_sampled(cut):
    """What comes after them reads images by the same catalogue."""
    run = cut("tar")
    write_shards(run.folder / "images")
    ended = run.run("results/imagenet/samples/mixed4c/index.json")
    assert ended.returncode == 0, ended.stdout
    index = stores.manifest(run.results() / "samples" / "mixed4c" / "index.zarr")
    assert index["count"] == 36 and index["skipped"] == []
