import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.images import Unreadable, build_catalogue, open_catalogue, order
from activation_atlas.images.tar import Tar
from activation_atlas.settings import ImagesSettings


def pack(path, members):
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def listed(folder):
    """Return the items in all shards of a folder, and what was rejected."""
    listing = Tar(folder).listing()
    return list(listing.items), listing.rejected


@pytest.fixture
def image(picture, encoded):
    return encoded(picture)


def test_members_are_read_in_place(tmp_path, image):
    pack(tmp_path / "b.tar", [("n02/x.png", image), ("./n01/y.png", image + b"tail")])
    pack(tmp_path / "a.tar", [("0.jpg", image)])
    source, (items, _) = Tar(tmp_path), listed(tmp_path)
    assert [item.key for item in items] == ["a.tar/0.jpg", "b.tar/n01/y.png", "b.tar/n02/x.png"]
    assert [item.group for item in items] == ["", "n01", "n02"]
    assert items[1].where == "b.tar::n01/y.png"
    for item, content in zip(items, [image, image + b"tail", image]):
        assert source.read(item.where, item.offset, item.bytes) == content
        with source.open(item.where, item.offset, item.bytes) as file:
            assert file.read(9) == content[:9]
            assert file.seek(-7, io.SEEK_END) == len(content) - 7
            assert file.read() == content[-7:]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar", "b.tar"]


def test_random_access_equals_reading_a_folder(tmp_path, photo_folder):
    names = sorted(str(path.relative_to(photo_folder)) for path in photo_folder.rglob("*.*g"))
    members = [(name, (photo_folder / name).read_bytes()) for name in names]
    pack(tmp_path / "shards" / "0.tar", members[::2])
    pack(tmp_path / "shards" / "1.tar", members[1::2])
    folder = ImagesSettings(source="folder", path=str(photo_folder))
    shards = ImagesSettings(source="tar", path=str(tmp_path / "shards"))
    for name, settings in (("folder", folder), ("tar", shards)):
        build_catalogue(tmp_path / name, settings, seed=0, size=32, threads=1)
    loose = open_catalogue(tmp_path / "folder", folder)
    packed = open_catalogue(tmp_path / "tar", shards)
    row = {loose.key(i): i for i in range(len(loose))}
    assert len(packed) == len(loose) == 13
    for i in reversed(range(len(packed))):
        twin = row[packed.where(i).partition("::")[2]]
        np.testing.assert_array_equal(packed.read(i, 32), loose.read(twin, 32))
        assert packed.group(i) == loose.group(twin)


@pytest.mark.parametrize(
    "name", ["../evil.png", "n01/../../evil.png", "/etc/evil.png", "C:\\e.png"]
)
def test_names_that_leave_the_archive_are_listed_and_skipped(tmp_path, image, name):
    pack(tmp_path / "a.tar", [(name, image), ("good.png", image)])
    items, rejected = listed(tmp_path)
    assert [item.key for item in items] == ["a.tar/good.png"]
    assert [each.reason for each in rejected] == ["name leaves the archive"]


def test_labels_lie_beside_the_images(tmp_path, image):
    members = [
        ("1.cls", b"7\n"),
        ("1.jpg", image),
        ("2.jpg", image),
        ("2.json", b'{"label": 12, "caption": "a dog"}'),
        ("dir/3.png", image),
        ("dir/3.cls", b"5"),
        ("4.png", image),
        ("4.cls", b"goldfish"),
        ("5.png", image),
        ("5.json", b'{"label": true}'),
        ("6.png", image),
        ("6.txt", b"3"),
    ]
    pack(tmp_path / "a.tar", members)
    items, _ = listed(tmp_path)
    assert [item.group for item in items] == ["7", "12", "", "", "", "dir"]


def test_a_shard_that_leads_nowhere_is_listed(tmp_path, image):
    pack(tmp_path / "a.tar", [("0.png", image)])
    (tmp_path / "b.tar").symlink_to(tmp_path / "nowhere")
    items, rejected = listed(tmp_path)
    assert [item.key for item in items] == ["a.tar/0.png"]
    assert [each.where for each in rejected] == ["b.tar"]
    assert "can't be read" in rejected[0].reason


def test_links_are_no_images(tmp_path, image):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("link.png")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    items, rejected = listed(tmp_path)
    assert not items
    assert rejected == [("a.tar::link.png", "not a plain file")]


def test_the_later_of_two_members_of_one_name_counts(tmp_path, image):
    pack(tmp_path / "a.tar", [("x.png", b"old"), ("x.png", image)])
    (item,), _ = listed(tmp_path)
    assert Tar(tmp_path).read(item.where, item.offset, item.bytes) == image


def test_a_shard_of_more_members_than_are_held_is_the_same(tmp_path, image, monkeypatch):
    numbers = [7 * number % 50 for number in range(60)]
    members = [(f"n/{number}.png", image + bytes(number)) for number in numbers]
    labels = [(f"{number}.cls", b"%d" % number) for number in numbers[::3]]
    plain = [(f"{number}.png", image) for number in numbers]
    pack(tmp_path / "a.tar", members[:30] + labels + plain + members[30:])
    expected = listed(tmp_path)
    assert {item.group for item in expected[0]} == {"n", ""} | {str(n) for n in numbers[::3]}
    monkeypatch.setattr(order, "HELD", 8)
    monkeypatch.setattr(order, "READ", 3)
    assert listed(tmp_path) == expected


@pytest.mark.parametrize("size", [-512, -1024, -4096])
def test_a_header_that_leads_backwards_ends_the_shard(tmp_path, image, size):
    backwards = tarfile.TarInfo("2.png")
    backwards.size = size
    header = bytearray(backwards.tobuf(tarfile.GNU_FORMAT))
    pack(tmp_path / "a.tar", [("1.png", image)])
    whole = (tmp_path / "a.tar").read_bytes()
    end = 512 + -(-len(image) // 512) * 512
    (tmp_path / "a.tar").write_bytes(whole[:end] + header + whole[end:])
    items, rejected = listed(tmp_path)
    assert [item.key for item in items] == ["a.tar/1.png"]
    assert rejected == [("a.tar", "truncated; its first images are read")]


def test_a_shards_name_cannot_hold_the_mark_before_a_member(tmp_path, image):
    pack(tmp_path / "a::b.tar", [("0.png", image)])
    pack(tmp_path / "c.tar", [("x::y.png", image)])
    items, rejected = listed(tmp_path)
    assert rejected == [("a::b.tar", "name holds '::'")]
    (item,) = items
    assert Tar(tmp_path).read(item.where, item.offset, item.bytes) == image


def test_names_of_shards_fit_in_a_cell_of_the_list(tmp_path):
    for name in ("a\tb.tar", "c\nd.tar"):
        (tmp_path / name).write_bytes(b"no" * 999)
    (tmp_path / "e\tf.tar").symlink_to(tmp_path / "nowhere")
    assert [each.where for each in listed(tmp_path)[1]] == ["a\\tb.tar", "c\\nd.tar", "e\\tf.tar"]


@pytest.mark.parametrize("mode, name", [("w:gz", "a.tar"), ("w:gz", "a.tar.gz"), ("w:xz", "a.tar")])
def test_compressed_shards_are_refused(tmp_path, image, mode, name):
    with tarfile.open(tmp_path / name, mode) as archive:
        member = tarfile.TarInfo("x.png")
        member.size = len(image)
        archive.addfile(member, io.BytesIO(image))
    with pytest.raises(AtlasError, match="is compressed"):
        listed(tmp_path)


def test_a_cut_shard_keeps_its_whole_members(tmp_path, image):
    pack(tmp_path / "a.tar", [("1.png", image), ("2.png", image)])
    whole = (tmp_path / "a.tar").read_bytes()
    second = listed(tmp_path)[0][1]
    (tmp_path / "a.tar").write_bytes(whole[: second.offset + 100])
    items, rejected = listed(tmp_path)
    assert [item.key for item in items] == ["a.tar/1.png"]
    assert ("a.tar::2.png", "truncated") in rejected


def test_garbage_after_a_member_is_reported(tmp_path, image):
    pack(tmp_path / "a.tar", [("1.png", image)])
    size = 512 + -(-len(image) // 512) * 512
    whole = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "a.tar").write_bytes(whole[:size] + b"garbage" * 200)
    items, rejected = listed(tmp_path)
    assert len(items) == 1
    assert rejected[0].reason.startswith("truncated")


@pytest.mark.parametrize(
    "content, reason", [(b"", "empty file"), (b"no" * 999, "not a tar archive")]
)
def test_what_is_no_archive_is_listed(tmp_path, content, reason):
    (tmp_path / "a.tar").write_bytes(content)
    assert listed(tmp_path)[1] == [("a.tar", reason)]


def test_a_shard_that_vanished_makes_its_images_unreadable(tmp_path, image):
    pack(tmp_path / "shards" / "a.tar", [("1.png", image)])
    settings = ImagesSettings(source="tar", path=str(tmp_path / "shards"))
    build_catalogue(tmp_path / "run", settings, seed=0, size=32, threads=1)
    catalogue = open_catalogue(tmp_path / "run", settings)
    (tmp_path / "shards" / "a.tar").unlink()
    with pytest.raises(Unreadable, match="can't be read"):
        catalogue.read(0, 32)


@pytest.mark.parametrize("header", ["size", "map", "realsize"])
def test_a_header_with_numbers_that_are_none_rejects_the_rest_of_the_shard(tmp_path, image, header):
    with tarfile.open(tmp_path / "0.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        for name, extra in (("0.png", {}), ("1.png", {f"GNU.sparse.{header}": "a,b"})):
            member = tarfile.TarInfo(name)
            member.size, member.pax_headers = len(image), extra
            archive.addfile(member, io.BytesIO(image))
    items, rejected = listed(tmp_path)
    assert [item.key for item in items] == ["0.tar/0.png"]
    assert [each.where for each in rejected] == ["0.tar"]


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="only Linux counts what is read")
def test_headers_are_all_that_is_read(tmp_path, image):
    """The members hold 20 MB, and their headers a few kB each."""
    members = [(f"{number}.png", image + bytes(5 << 20)) for number in range(4)]
    pack(tmp_path / "shards" / "a.tar", members)
    settings = ImagesSettings(source="tar", path=str(tmp_path / "shards"))

    def read():
        return int(Path("/proc/self/io").read_text().split("rchar: ")[1].split()[0])

    build_catalogue(tmp_path / "warm", settings, seed=0, size=32, threads=1)
    before = read()
    build_catalogue(tmp_path / "run", settings, seed=0, size=32, threads=1)
    assert read() - before < 300_000
    assert len(open_catalogue(tmp_path / "run", settings)) == 4
