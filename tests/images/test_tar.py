import io
import tarfile

import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.images import Unreadable, build_catalogue, open_catalogue
from activation_atlas.images.tar import Tar
from activation_atlas.settings import ImagesSettings


def pack(path, members):
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


@pytest.fixture
def image(picture, encoded):
    return encoded(picture)


def test_members_are_read_in_place(tmp_path, image):
    pack(tmp_path / "b.tar", [("n02/x.png", image), ("./n01/y.png", image + b"tail")])
    pack(tmp_path / "a.tar", [("0.jpg", image)])
    source = Tar(tmp_path)
    items = source.listing().items
    assert [item.key for item in items] == ["a.tar/0.jpg", "b.tar/n01/y.png", "b.tar/n02/x.png"]
    assert [item.group for item in items] == ["", "n01", "n02"]
    assert items[1].where == "b.tar::n01/y.png"
    contents = [source.read(item.where, item.offset, item.bytes) for item in items]
    assert contents == [image, image + b"tail", image]
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
    listing = Tar(tmp_path).listing()
    assert [item.key for item in listing.items] == ["a.tar/good.png"]
    assert [rejected.reason for rejected in listing.rejected] == ["name leaves the archive"]


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
    items = Tar(tmp_path).listing().items
    assert [item.label for item in items] == [7, 12, -1, -1, -1, 5]
    assert [item.group for item in items] == ["7", "12", "", "", "", "dir"]


def test_a_shard_that_leads_nowhere_is_listed(tmp_path, image):
    pack(tmp_path / "a.tar", [("0.png", image)])
    (tmp_path / "b.tar").symlink_to(tmp_path / "nowhere")
    listing = Tar(tmp_path).listing()
    assert [item.key for item in listing.items] == ["a.tar/0.png"]
    assert [rejected.where for rejected in listing.rejected] == ["b.tar"]
    assert "can't be read" in listing.rejected[0].reason


def test_links_are_no_images(tmp_path, image):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("link.png")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    listing = Tar(tmp_path).listing()
    assert not listing.items
    assert listing.rejected == [("a.tar::link.png", "not a plain file")]


def test_the_later_of_two_members_of_one_name_counts(tmp_path, image):
    pack(tmp_path / "a.tar", [("x.png", b"old"), ("x.png", image)])
    source = Tar(tmp_path)
    (item,) = source.listing().items
    assert source.read(item.where, item.offset, item.bytes) == image


@pytest.mark.parametrize("mode, name", [("w:gz", "a.tar"), ("w:gz", "a.tar.gz"), ("w:xz", "a.tar")])
def test_compressed_shards_are_refused(tmp_path, image, mode, name):
    with tarfile.open(tmp_path / name, mode) as archive:
        member = tarfile.TarInfo("x.png")
        member.size = len(image)
        archive.addfile(member, io.BytesIO(image))
    with pytest.raises(AtlasError, match="is compressed"):
        Tar(tmp_path).listing()


def test_a_cut_shard_keeps_its_whole_members(tmp_path, image):
    pack(tmp_path / "a.tar", [("1.png", image), ("2.png", image)])
    whole = (tmp_path / "a.tar").read_bytes()
    second = Tar(tmp_path).listing().items[1]
    (tmp_path / "a.tar").write_bytes(whole[: second.offset + 100])
    listing = Tar(tmp_path).listing()
    assert [item.key for item in listing.items] == ["a.tar/1.png"]
    assert ("a.tar::2.png", "truncated") in listing.rejected


def test_garbage_after_a_member_is_reported(tmp_path, image):
    pack(tmp_path / "a.tar", [("1.png", image)])
    size = 512 + -(-len(image) // 512) * 512
    whole = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "a.tar").write_bytes(whole[:size] + b"garbage" * 200)
    listing = Tar(tmp_path).listing()
    assert len(listing.items) == 1
    assert listing.rejected[0].reason.startswith("truncated")


@pytest.mark.parametrize(
    "content, reason", [(b"", "empty file"), (b"no" * 999, "not a tar archive")]
)
def test_what_is_no_archive_is_listed(tmp_path, content, reason):
    (tmp_path / "a.tar").write_bytes(content)
    assert Tar(tmp_path).listing().rejected == [("a.tar", reason)]


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
    listing = Tar(tmp_path).listing()
    assert [item.key for item in listing.items] == ["0.tar/0.png"]
    assert [rejected.where for rejected in listing.rejected] == ["0.tar"]
