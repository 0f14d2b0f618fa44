import logging
import os
import signal
import subprocess
import sys
import tarfile
import tracemalloc

import numpy as np
import pyarrow.parquet as pq
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import build_catalogue, open_catalogue, order, parts, table
from activation_atlas.images import folder as folder_module
from activation_atlas.images.build import _smallest
from activation_atlas.images.tar import Tar
from activation_atlas.paths import catalogue_path, unreadable_path
from activation_atlas.seeds import generator
from activation_atlas.settings import ImagesSettings


def build(run, path, seed=0, size=32, threads=1, **settings):
    settings = ImagesSettings(source="folder", path=str(path), **settings)
    build_catalogue(run, settings, seed, size, threads)
    return rows_of(run)


def rows_of(run):
    return pq.read_table(catalogue_path(run)).to_pylist()


def squares(rows):
    return {row["key"]: (row["left"], row["top"], row["side"]) for row in rows}


def test_rows_name_images_groups_and_boxes(tmp_path, photo_folder):
    rows = build(tmp_path / "run", photo_folder)
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert [row["group"] for row in rows] == [""] + ["bird"] * 4 + ["cat"] * 4 + ["dog"] * 4
    first = rows[0]
    assert first["where"] == "alone.png"
    assert first["bytes"] == (photo_folder / "alone.png").stat().st_size
    assert (first["width"], first["height"]) == (90, 60)
    assert (first["left"], first["top"], first["side"]) == (15, 0, 60)
    assert stores.manifest(catalogue_path(tmp_path / "run"))["size"] == 32
    assert unreadable_path(tmp_path / "run").read_text() == "where\treason\n"


def test_the_bytes_do_not_depend_on_threads(tmp_path, photo_folder):
    (photo_folder / "cat" / "broken.jpg").write_bytes(b"")
    for name, threads in (("one", 1), ("four", 4)):
        build(tmp_path / name, photo_folder, threads=threads, crops=3)
    files = sorted(path.name for path in (tmp_path / "one" / "images").iterdir())
    assert files == ["catalogue.json", "catalogue.parquet", "unreadable.tsv"]
    for file in files:
        one, four = (tmp_path / name / "images" / file for name in ("one", "four"))
        assert one.read_bytes() == four.read_bytes()


def test_another_size_is_another_catalogue_for_whoever_reads_it(tmp_path, photo_folder):
    settings = ImagesSettings(source="folder", path=str(photo_folder))
    digests = set()
    for size in (32, 48):
        build_catalogue(tmp_path, settings, 0, size, 1)
        digests.add(stores.manifest(catalogue_path(tmp_path))["digest"])
    assert len(digests) == 2


def test_crops_of_an_image_do_not_depend_on_other_images(tmp_path, photo_folder):
    before = squares(build(tmp_path / "before", photo_folder, crops=5))
    (photo_folder / "ant").mkdir()
    (photo_folder / "ant" / "0.jpg").write_bytes((photo_folder / "cat" / "0.jpg").read_bytes())
    after = squares(build(tmp_path / "after", photo_folder, crops=7))
    assert len(before) == 13 * 5
    assert len(after) == 14 * 7
    assert before.items() <= after.items()
    assert squares(build(tmp_path / "seed", photo_folder, seed=1, crops=5)) != before


def test_a_limit_chooses_by_seed_and_survives_new_images(tmp_path, photo_folder):
    def chosen(name, seed):
        return {row["key"] for row in build(tmp_path / name, photo_folder, seed=seed, limit=5)}

    first = chosen("a", 0)
    assert len(first) == 5
    assert first != chosen("b", 1)
    (photo_folder / "new.jpg").write_bytes((photo_folder / "cat" / "0.jpg").read_bytes())
    assert len(first & chosen("c", 0)) >= 4


def test_one_broken_among_many_is_listed_and_skipped(tmp_path, photo_folder, caplog):
    jpeg = (photo_folder / "cat" / "0.jpg").read_bytes()
    (photo_folder / "cat" / "empty.jpg").write_bytes(b"")
    (photo_folder / "cat" / "cut.jpg").write_bytes(jpeg[:100])
    (photo_folder / "cat" / "text\twith tab.jpg").write_text("no picture")
    (photo_folder / "dangling.jpg").symlink_to(photo_folder / "nowhere")
    (photo_folder / os.fsdecode(b"caf\xe9.jpg")).write_bytes(jpeg)
    with caplog.at_level(logging.INFO, "activation_atlas"):
        rows = build(tmp_path / "run", photo_folder)
    assert len(rows) == 13
    lines = unreadable_path(tmp_path / "run").read_text().splitlines()
    assert lines == [
        "where\treason",
        "caf\\udce9.jpg\tname is not UTF-8",
        "cat/cut.jpg\ttruncated",
        "cat/empty.jpg\tempty file",
        "cat/text\\twith tab.jpg\tnot an image",
        "dangling.jpg\tcan't be read: No such file or directory",
    ]
    assert "13 images, 5 unreadable (listed in " in caplog.text


def test_images_over_the_limit_of_pixels_are_listed(tmp_path, photo_folder, encoded):
    from PIL import Image

    (photo_folder / "huge.png").write_bytes(encoded(Image.new("1", (300, 200))))
    build(tmp_path / "run", photo_folder, max_pixels=6000)
    assert "huge.png\ttoo large: 300×200 pixels, limit 6000" in unreadable_path(
        tmp_path / "run"
    ).read_text(encoding="utf-8")


@pytest.fixture
def shards(tmp_path, photo_folder):
    """Four shards of three of the JPEGs each."""
    folder, images = tmp_path / "shards", sorted(photo_folder.rglob("*.jpg"))
    folder.mkdir()
    for number in range(4):
        with tarfile.open(folder / f"{number}.tar", "w") as archive:
            for image in images[number::4]:
                archive.add(image, f"{image.parent.name}/{image.name}")
    return folder


def of_shards(run, shards, **settings):
    build_catalogue(run, ImagesSettings(source="tar", path=str(shards), **settings), 0, 32, 2)
    return tree(run)


def tree(run):
    return {path.name: path.read_bytes() for path in (run / "images").iterdir()}


def noted(monkeypatch, name):
    """Return the list of what is looked at from now on: shards (`listing`) or images (`open`)."""
    looked, look = [], getattr(Tar, name)
    monkeypatch.setattr(Tar, name, lambda *given: looked.append(given[1]) or look(*given))
    return looked


@pytest.mark.parametrize("limit", [None, 7])
def test_a_killed_build_goes_on_at_the_first_unfinished_shard(tmp_path, shards, monkeypatch, limit):
    whole = of_shards(tmp_path / "whole", shards, limit=limit)
    command = [sys.executable, "-c", DYING, tmp_path / "run", shards, str(limit or "")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    looked, opened = noted(monkeypatch, "listing"), noted(monkeypatch, "open")
    assert of_shards(tmp_path / "run", shards, limit=limit) == whole
    assert {file.name for files in looked for file in files} <= {"2.tar", "3.tar"}
    assert {where.partition("::")[0] for where in opened} <= {"2.tar", "3.tar"}


DYING = """
import os, signal, sys
from activation_atlas.images import build_catalogue, parts
from activation_atlas.settings import ImagesSettings
def dying(source, item, max_pixels):
    if item.key.startswith("2.tar"):
        os.kill(os.getpid(), signal.SIGKILL)
    return size(source, item, max_pixels)
size, parts.measured = parts.measured, dying
limit = int(sys.argv[3]) if sys.argv[3] else None
settings = ImagesSettings(source="tar", path=sys.argv[2], limit=limit)
build_catalogue(sys.argv[1], settings, 0, 32, 1)
"""


def test_a_shard_replaced_by_one_of_its_size_after_a_kill_is_read_again(tmp_path, shards):
    command = [sys.executable, "-c", DYING, tmp_path / "run", shards, ""]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    one, other = shards / "0.tar", shards / "1.tar"
    assert one.stat().st_size == other.stat().st_size
    one.write_bytes(other.read_bytes())
    assert of_shards(tmp_path / "run", shards) == of_shards(tmp_path / "fresh", shards)


def test_only_chosen_images_are_opened_and_no_shard_is_listed_twice(tmp_path, shards, monkeypatch):
    looked, opened = noted(monkeypatch, "listing"), noted(monkeypatch, "open")
    of_shards(tmp_path / "run", shards, limit=5)
    rows = rows_of(tmp_path / "run")
    assert sorted(opened) == [row["where"] for row in rows]
    assert sorted(file.name for (file,) in looked) == ["0.tar", "1.tar", "2.tar", "3.tar"]
    of_shards(tmp_path / "all", shards)
    keys = [row["key"] for row in rows_of(tmp_path / "all")]
    drawn = sorted(keys, key=lambda key: generator(0, "limit", key).random())[:5]
    assert [row["key"] for row in rows] == sorted(drawn)


@pytest.mark.parametrize("few", [1, 5])
def test_the_bytes_do_not_depend_on_how_many_rows_are_held(tmp_path, shards, monkeypatch, few):
    monkeypatch.setattr(table, "ROWS", 9)
    expected = of_shards(tmp_path / "one", shards, crops=2)
    monkeypatch.setattr(parts, "ROWS", few)
    assert of_shards(tmp_path / "other", shards, crops=2) == expected
    with pq.ParquetFile(catalogue_path(tmp_path / "one")) as file:
        groups = range(file.num_row_groups)
        assert [file.metadata.row_group(group).num_rows for group in groups] == [9, 9, 6]


def fill_tar(path, numbers, content):
    """Write a shard, much faster than tarfile does."""
    member = tarfile.TarInfo()
    member.size = len(content)
    padded = content + bytes(-len(content) % tarfile.BLOCKSIZE)
    with path.open("wb") as shard:
        for number in numbers:
            member.name = f"n{number % 1000:08d}/n{number % 1000:08d}_{number}.jpg"
            shard.write(member.tobuf() + padded)
        shard.write(bytes(2 * tarfile.BLOCKSIZE))


def many_shards(folder, count, content):
    for start in range(0, count, 1000):
        fill_tar(folder / f"{start:05d}.tar", range(start, start + 1000), content)
    return "tar"


def one_shard(folder, count, content):
    fill_tar(folder / "0.tar", range(count), content)
    return "tar"


def one_folder(folder, count, content):
    first = folder / "0.jpg"
    first.write_bytes(content)
    for number in range(1, count):
        os.link(first, folder / f"n{number % 1000:08d}_{number}.jpg")
    return "folder"


SMALL = [
    (order, "HELD", 512),
    (order, "READ", 2),
    (folder_module, "PART", 512),
    (table, "ROWS", 512),
    (parts, "ROWS", 512),
]
"""Blocks that few images fill, so that nothing but what grows with the images grows."""


def peak(run, source, folder):
    """Return the most bytes that Python and NumPy hold, by their own count.

    What the allocator keeps in reserve differs by more from one run to the next.
    """
    settings = ImagesSettings(source=source, path=str(folder), limit=50)
    tracemalloc.start()
    build_catalogue(run, settings, 0, 32, 1)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


@pytest.mark.parametrize("limit", [1, 3, 5, 8, 9, 100])
def test_the_smallest_ranks_are_chosen_and_of_equal_ones_the_first(limit):
    ranks = [np.array([0.5, 0.1, 0.5]), np.array([]), np.array([0.5, 0.2, 0.9, 0.5, 0.2, 0.1])]
    expected = np.zeros(9, bool)
    expected[np.argsort(np.concatenate(ranks), kind="stable")[:limit]] = True
    assert np.concatenate(_smallest(ranks, limit)).tolist() == expected.tolist()


@pytest.mark.parametrize("fill", [many_shards, one_shard, one_folder])
def test_memory_does_not_grow_with_the_images(tmp_path, encoded, monkeypatch, fill):
    """A chosen image has its rank twice for a while, which makes 16 bytes."""
    for module, name, value in SMALL:
        monkeypatch.setattr(module, name, value)
    content, few, many, peaks = encoded(np.zeros((1, 1), np.uint8), "PPM"), 2000, 6000, []
    for count in (1000, few, many):  # the first one loads what is loaded once
        folder = tmp_path / str(count)
        folder.mkdir()
        source = fill(folder, count, content)
        peaks.append(peak(tmp_path / "runs" / str(count), source, folder))
    assert peaks[2] - peaks[1] < (many - few) * 20, peaks


def test_a_sealed_catalogue_is_left_alone_and_a_stale_one_made_again(tmp_path, photo_folder):
    def stamp():
        return catalogue_path(tmp_path / "run").stat().st_mtime_ns

    build(tmp_path / "run", photo_folder)
    os.utime(catalogue_path(tmp_path / "run"), ns=(1, 1))
    build(tmp_path / "run", photo_folder)
    assert stamp() == 1
    (photo_folder / "cat" / "0.jpg").unlink()
    assert len(build(tmp_path / "run", photo_folder)) == 12
    assert stamp() != 1


def test_an_image_of_another_length_is_another_catalogue(tmp_path, photo_folder):
    def digest():
        build(tmp_path / "run", photo_folder)
        return stores.manifest(catalogue_path(tmp_path / "run"))["digest"]

    before = digest()
    with (photo_folder / "alone.png").open("ab") as file:
        file.write(b"more")
    assert digest() != before


def test_a_half_written_catalogue_is_not_opened(tmp_path, photo_folder):
    build(tmp_path / "run", photo_folder)
    stores.manifest_path(catalogue_path(tmp_path / "run")).unlink()
    with pytest.raises(AtlasError, match="never finished"):
        open_catalogue(tmp_path / "run", ImagesSettings())


def test_an_empty_folder_is_a_mistake(tmp_path):
    (tmp_path / "notes.txt").write_text("no image")
    with pytest.raises(AtlasError, match="No image lies in .*check images.path"):
        build(tmp_path / "run", tmp_path)
    with pytest.raises(AtlasError, match="No .tar shard"):
        build_catalogue(
            tmp_path / "run", ImagesSettings(source="tar", path=str(tmp_path)), 0, 32, 1
        )


def test_all_broken_is_a_mistake(tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    for index in range(5):
        (folder / f"{index}.jpg").write_bytes(b"")
    with pytest.raises(AtlasError, match=r"None of the 5 images .*\(0.jpg: empty file; 1.jpg"):
        build(tmp_path / "run", folder)
    assert not catalogue_path(tmp_path / "run").exists()


def test_a_path_must_be_given_and_be_a_folder(tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(b"")
    for path, message in (
        (None, "images.path is not given"),
        (str(tmp_path / "nowhere"), "does not exist"),
        (str(file), "is not a folder"),
    ):
        with pytest.raises(AtlasError, match=message):
            build_catalogue(tmp_path / "run", ImagesSettings(source="folder", path=path), 0, 32, 1)


def test_a_crop_scale_upside_down_is_a_mistake(tmp_path, photo_folder):
    for scale in ((0.6, 0.1), (0.0, 0.5)):
        with pytest.raises(AtlasError, match="images.crop_scale"):
            build(tmp_path / "run", photo_folder, crops=2, crop_scale=scale)
