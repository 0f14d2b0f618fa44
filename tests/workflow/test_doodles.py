"""A real run of ``snakemake doodles``, and what a wrong mask says."""

import json

from PIL import Image

from activation_atlas.textures.landscape import landscape, rearranged

DOODLES = {"source_size": 64, "size": 48, "layers": ["conv1_1"], "steps": 2}


def test_pictures_of_ones_own_are_painted_by(workflow, small, tmp_path):
    photo, mask = landscape(64, 96)
    pictures = {"photo": photo, "mask": mask, "target_mask": rearranged(32, 48)}
    for name, picture in pictures.items():
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
    files = {name: str(tmp_path / f"{name}.png") for name in pictures}
    done = workflow(small | {"doodles": DOODLES | files})
    ended = done.run("doodles")
    assert ended.returncode == 0, ended.stdout
    folder = done.results() / "doodles"
    written = json.loads((folder / "doodles.json").read_text())
    assert all((folder / name).exists() for name in written["files"])
    assert Image.open(folder / "result.png").size == (48, 32)

    Image.fromarray(mask[:, :50]).save(files["mask"])
    ended = done.run("doodles")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("Stopped: ")]
    assert len(sentences) == 1 and "give two of the same size" in sentences[0], ended.stdout
