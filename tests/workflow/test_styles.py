"""A real run of ``snakemake styles``, and what a style that is too small says."""

import json

from PIL import Image

STYLES = {
    "photos": ["china"],
    "size": 48,
    "layers": ["conv1_1"],
    "content_layers": ["conv2_1"],
    "steps": 2,
}


def test_a_style_of_ones_own_is_taken(workflow, small, tmp_path):
    path = tmp_path / "mine.png"
    Image.effect_noise((60, 60), 60).save(path)
    done = workflow(small | {"styles": STYLES | {"styles": ["waves", str(path)]}})
    ended = done.run("styles")
    assert ended.returncode == 0, ended.stdout
    folder = done.results() / "styles"
    written = json.loads((folder / "styles.json").read_text())
    assert "china-mine.png" in written["files"]
    assert all((folder / name).exists() for name in written["files"])
    again = done.run("--dry-run", "styles")
    assert "Nothing to be done" in again.stdout, again.stdout

    Image.new("RGB", (2, 60)).save(path)
    ended = done.run("styles")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("Stopped: ")]
    assert len(sentences) == 1 and "'mine' has 2 × 48 pixels" in sentences[0], ended.stdout


def test_a_blend_of_nothing_ends_the_run_before_it_starts(workflow, small):
    wrong = workflow(small | {"styles": {"blend": [0, 0]}}).run("--dry-run", "styles")
    assert wrong.returncode == 1
    assert "blend must give some style a share above 0" in wrong.stdout
