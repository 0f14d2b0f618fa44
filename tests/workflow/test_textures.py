"""A real run of ``snakemake textures``, what makes it run again, and what a mistake says."""

import json

from PIL import Image

TEXTURES = {
    "sources": ["gravel", "flower"],
    "source_size": 40,
    "size": [32, 32],
    "layers": ["conv1_1"],
    "steps": 2,
    "octaves": 1,
    "snapshots": [1],
}


def test_textures_of_photos(workflow, small):
    done = workflow(small | {"textures": TEXTURES})
    ended = done.run("textures")
    assert ended.returncode == 0, ended.stdout
    folder = done.results() / "textures"
    written = json.loads((folder / "textures.json").read_text())
    assert all((folder / name).exists() for name in written["files"])
    assert Image.open(folder / "flower.png").size == (32, 32)

    longer = done.with_config(small | {"textures": TEXTURES | {"steps": 3}})
    assert "textures" in longer.run("--dry-run", "textures").stdout.split("Job stats:")[1]
    assert "Nothing to be done" in done.run("--dry-run", "textures").stdout

    wrong = done.with_config(small | {"textures": TEXTURES | {"layers": ["conv1_3"]}})
    ended = wrong.run("textures")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("Stopped: ")]
    assert len(sentences) == 1 and "no layer 'conv1_3'" in sentences[0], ended.stdout
