import os
import random

import pytest

from activation_atlas.images import order
from activation_atlas.images.files import files_below, fingerprint


def names(folder):
    return [file.name for file in files_below(folder, (".jpg", ".png"))]


def test_files_are_found_by_ending_and_sorted(tmp_path):
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("b/deep/2.JPG", "b/1.png", "z.jpg", "a.txt", ".hidden.jpg", "b/._1.png"):
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == ["b/1.png", "b/deep/2.JPG", "z.jpg"]


def test_links_are_followed_but_not_in_circles(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "1.jpg").write_bytes(b"x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "linked").symlink_to(tmp_path / "outside")
    (folder / "circle").symlink_to(folder)
    (folder / "dangling.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert names(folder) == ["dangling.jpg", "linked/1.jpg"]


def test_the_order_is_that_of_whole_paths(tmp_path, monkeypatch):
    monkeypatch.setattr(order, "HELD", 4)
    draw = random.Random(0)
    for _ in range(200):
        parts = ["".join(draw.choices("a-.0é", k=draw.randint(1, 2))) for _ in range(3)]
        folder = tmp_path.joinpath(*(f"x{part}" for part in parts[: draw.randint(0, 2)]))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"x{parts[2]}.jpg").write_bytes(b"x")
    everything = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jpg")]
    assert names(tmp_path) == sorted(everything)


def test_links_that_cannot_be_followed_are_empty_files(tmp_path):
    (tmp_path / "self.jpg").symlink_to(tmp_path / "self.jpg")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "whole.jpg").write_bytes(b"x")
    assert [(file.name, file.bytes) for file in files_below(tmp_path, (".jpg",))] == [
        ("self.jpg", 0),
        ("whole.jpg", 1),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_left_out(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "pipe.jpg")
    assert names(tmp_path) == []


def test_the_fingerprint_knows_names_and_sizes_but_no_clock(tmp_path):
    def now():
        return fingerprint(files_below(tmp_path, (".jpg",)))

    file = tmp_path / "1.jpg"
    file.write_bytes(b"x")
    first = now()
    os.utime(file, (1, 1))
    assert now() == first
    file.write_bytes(b"xx")
    longer = now()
    file.rename(tmp_path / "2.jpg")
    assert len({first, longer, now()}) == 3


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")
def test_names_that_are_not_utf8_have_a_fingerprint(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.jpg")).write_bytes(b"x")
    assert len(fingerprint(files_below(tmp_path, (".jpg",)))) == 64
