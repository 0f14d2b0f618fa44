"""A real run of ``snakemake textures styles doodles``, and what makes each of them run again."""

import json

import pytest
from PIL import Image
from running import Workflow, jobs

from activation_atlas.textures.landscape import landscape, rearranged

TARGETS = ("textures", "styles", "doodles")
TEXTURES = {
    "sources": ["gravel", "flower"],
    "source_size": 40,
    "size": [32, 32],
    "layers": ["conv1_1"],
    "steps": 2,
    "octaves": 1,
    "snapshots": [1],
}
STYLES = {
    "photos": ["china"],
    "styles": ["waves", "mine.png"],
    "size": 48,
    "layers": ["conv1_1"],
    "content_layers": ["conv2_1"],
    "steps": 2,
}
DOODLES = {
    "photo": "photo.png",
    "mask": "mask.png",
    "target_mask": "target_mask.png",
    "source_size": 64,
    "size": 48,
    "layers": ["conv1_1"],
    "steps": 2,
}
CONFIG = {"textures": TEXTURES, "styles": STYLES, "doodles": DOODLES}


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Workflow:
    """Return a run that has made all three, in part from pictures of one's own."""
    run = Workflow(tmp_path_factory.mktemp("painted"), CONFIG)
    photo, mask = landscape(64, 96)
    pictures = {"photo": photo, "mask": mask, "target_mask": rearranged(32, 48)}
    for name, picture in pictures.items():
        Image.fromarray(picture).save(run.folder / f"{name}.png")
    Image.effect_noise((60, 60), 60).save(run.folder / "mine.png")
    ended = run.run(*TARGETS)
    assert ended.returncode == 0, ended.stdout
    return run


@pytest.mark.parametrize("target", TARGETS)
def test_ends_with_all_that_it_says(done, target):
    folder = done.results() / target
    written = json.loads((folder / f"{target}.json").read_text())
    assert written["files"] and all((folder / name).exists() for name in written["files"])


def test_textures_of_photos(done):
    assert Image.open(done.results() / "textures" / "flower.png").size == (32, 32)


def test_a_style_of_ones_own_is_taken(done):
    assert (done.results() / "styles" / "china-mine.png").exists()


def test_pictures_of_ones_own_are_painted_by(done):
    assert Image.open(done.results() / "doodles" / "result.png").size == (48, 32)


def test_a_second_call_has_nothing_to_do(done):
    again = done.run("--dry-run", *TARGETS)
    assert "Nothing to be done" in again.stdout, again.stdout


def test_a_changed_setting_makes_its_own_again(done):
    longer = done.with_config(CONFIG | {"textures": TEXTURES | {"steps": 3}})
    assert jobs(longer.run("--dry-run", *TARGETS).stdout) == {"textures": 1}


@pytest.mark.parametrize("target, picture", [("styles", "mine.png"), ("doodles", "mask.png")])
def test_a_changed_picture_makes_again_what_is_made_of_it(done, target, picture):
    assert picture in done.inputs(target)[f"{target}/{target}.json"]
