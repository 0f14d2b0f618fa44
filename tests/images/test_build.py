import logging
import os

import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import build_catalogue
from activation_atlas.images.table import read_table, table_path, unreadable_path
from activation_atlas.settings import ImagesSettings


def build(run, path, seed=0, size=32, threads=1, **settings):
    settings = ImagesSettings(source="folder", path=str(path), **settings)
    build_catalogue(run, settings, seed, size, threads)
    return read_table(run).to_pylist()


def squares(rows):
    return {row["key"]: (row["left"], row["top"], row["side_w"]) for row in rows}


def test_rows_name_images_groups_and_boxes(tmp_path, photo_folder):
    rows = build(tmp_path / "run", photo_folder)
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert [row["group"] for row in rows] == [""] + ["bird"] * 4 + ["cat"] * 4 + ["dog"] * 4
    first = rows[0]
    assert (first["where"], first["label"]) == ("alone.png", -1)
    assert (first["width"], first["height"]) == (90, 60)
    assert (first["left"], first["top"], first["side_w"], first["side_h"]) == (15, 0, 60, 60)
    assert stores.manifest(table_path(tmp_path / "run"))["size"] == 32
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
    (photo_folder / "cat" / "half.jpg").write_bytes(jpeg[: len(jpeg) // 2])
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
        "cat/empty.jpg\tempty file",
        "cat/half.jpg\ttruncated",
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


def test_a_sealed_catalogue_is_left_alone_and_a_stale_one_made_again(tmp_path, photo_folder):
    def stamp():
        return table_path(tmp_path / "run").stat().st_mtime_ns

    build(tmp_path / "run", photo_folder)
    os.utime(table_path(tmp_path / "run"), ns=(1, 1))
    build(tmp_path / "run", photo_folder)
    assert stamp() == 1
    (photo_folder / "cat" / "0.jpg").unlink()
    assert len(build(tmp_path / "run", photo_folder)) == 12
    assert stamp() != 1


def test_a_half_written_catalogue_is_not_opened(tmp_path, photo_folder):
    build(tmp_path / "run", photo_folder)
    stores.manifest_path(table_path(tmp_path / "run")).unlink()
    with pytest.raises(AtlasError, match="never finished"):
        read_table(tmp_path / "run")


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
    assert not table_path(tmp_path / "run").exists()


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
