import errno
import json
from pathlib import Path

import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError

ARRAYS = {
    "activation": np.arange(12, dtype=np.float16).reshape(4, 3),
    "image": np.arange(4, dtype=np.uint32),
}
MADE_BY = {"seed": 3, "layers": ("a", "b")}


def tree(folder):
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "samples" / "00000.zarr"
    manifest = stores.write(path, ARRAYS, MADE_BY)
    group = stores.read(path)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(group[name][...], array)
        assert group[name].dtype == array.dtype
    assert stores.manifest(path) == manifest
    assert manifest["arrays"]["activation"] == {"shape": [4, 3], "dtype": "float16"}
    assert manifest["digest"] == stores.digest(ARRAYS)


def test_the_same_content_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        stores.write(tmp_path / name / "x.zarr", ARRAYS, MADE_BY)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_chunks_hold_whole_rows_of_at_most_their_size(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "CHUNK_BYTES", 40)
    wide = np.random.default_rng(0).random((7, 3)).astype(np.float32)
    stores.write(tmp_path / "x.zarr", {"wide": wide, "empty": np.zeros((0, 4))}, {})
    group = stores.read(tmp_path / "x.zarr")
    assert group["wide"].chunks == (3, 3)
    np.testing.assert_array_equal(group["wide"][...], wide)
    assert group["empty"].shape == (0, 4)


def test_a_store_counts_only_for_the_settings_that_made_it(tmp_path):
    path = tmp_path / "x.zarr"
    assert not stores.is_sealed(path, MADE_BY)
    stores.write(path, ARRAYS, MADE_BY)
    assert stores.is_sealed(path, MADE_BY)
    assert not stores.is_sealed(path, {**MADE_BY, "seed": 4})


def test_a_store_of_another_version_does_not_count(tmp_path, monkeypatch):
    path = tmp_path / "x.zarr"
    stores.write(path, ARRAYS, MADE_BY)
    monkeypatch.setattr(stores, "__version__", "999")
    assert not stores.is_sealed(path, MADE_BY)


def test_a_damaged_seal_does_not_count(tmp_path):
    path = tmp_path / "x.zarr"
    stores.write(path, ARRAYS, MADE_BY)
    stores.manifest_path(path).write_text("")
    assert not stores.is_sealed(path, MADE_BY)


@pytest.mark.parametrize("lost", ["seal", "store"])
def test_half_a_store_does_not_count(tmp_path, lost):
    path = tmp_path / "x.zarr"
    stores.write(path, ARRAYS, MADE_BY)
    if lost == "seal":
        stores.manifest_path(path).unlink()
        with pytest.raises(AtlasError, match="x.zarr is missing or was never finished"):
            stores.read(path)
    else:
        path.rename(tmp_path / "elsewhere")
    assert not stores.is_sealed(path, MADE_BY)


def test_what_a_killed_process_left_is_cleared_away(tmp_path):
    stale = tmp_path / ".x.zarr.partial-1"
    stale.mkdir()
    (stale / "half").write_text("")
    (tmp_path / ".x.json.partial-1").write_text("{")
    stores.write(tmp_path / "x.zarr", ARRAYS, MADE_BY)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["x.json", "x.zarr"]


@pytest.mark.parametrize(
    "owner, when", [(stores, "_write_array"), (Path, "write_bytes")], ids=["arrays", "manifest"]
)
def test_a_full_disk_leaves_nothing_that_counts(tmp_path, monkeypatch, owner, when):
    kept, path = tmp_path / "kept.zarr", tmp_path / "x.zarr"
    stores.write(kept, ARRAYS, MADE_BY)
    monkeypatch.setattr(owner, when, full)
    with pytest.raises(AtlasError, match=r"No space is left .*x\.(zarr|json)"):
        stores.write(path, ARRAYS, MADE_BY)
    monkeypatch.undo()
    assert stores.is_sealed(kept, MADE_BY)
    assert not stores.is_sealed(path, MADE_BY)
    assert not list(tmp_path.glob(".*"))
    stores.write(path, ARRAYS, MADE_BY)
    assert stores.is_sealed(path, MADE_BY)


def test_other_failures_keep_their_name(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError):
        stores.write_file(tmp_path / "file" / "x", b"")


def test_a_file_is_replaced_at_once(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "x.bin"
    stores.write_file(path, b"old")
    monkeypatch.setattr(type(path), "replace", full)
    with pytest.raises(AtlasError, match="No space"):
        stores.write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [item.name for item in path.parent.iterdir()] == ["x.bin"]


def test_a_folder_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "tiles"
    with pytest.raises(RuntimeError), stores.folder(path) as partial:
        (partial / "a").write_text("a")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with stores.folder(path) as partial:
        (partial / "a").write_text("a")
        assert not path.exists()
    assert tree(path) == {"a": b"a"}
    with pytest.raises(AtlasError, match="No space is left"), stores.folder(path):
        full()


def test_seals_lie_beside_what_they_seal(tmp_path):
    assert stores.manifest_path(tmp_path / "a.b.zarr") == tmp_path / "a.b.json"
    assert stores.manifest_path(tmp_path / "a.parquet") == tmp_path / "a.json"
    assert stores.manifest_path(tmp_path / "a.b.json") == tmp_path / "a.b.json"


def test_manifests_are_plain_sorted_json(tmp_path):
    returned = stores.write_manifest(tmp_path / "x.zarr", {"b": 1, "a": (2,)}, {"seed": 0})
    text = (tmp_path / "x.json").read_text()
    assert json.loads(text) == returned
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert returned["a"] == [2]


def test_digests_see_names_types_shapes_and_values():
    one = np.zeros((2, 3), np.float32)
    digests = {
        stores.digest(arrays)
        for arrays in (
            {"a": one},
            {"b": one},
            {"a": one.reshape(3, 2)},
            {"a": one.astype(np.int32)},
            {"a": one + 1},
        )
    }
    assert len(digests) == 5
    assert stores.digest({"a": one, "b": one + 1}) == stores.digest({"b": one + 1, "a": one})
    assert stores.digest({"a": one.T}) == stores.digest({"a": np.ascontiguousarray(one.T)})
    assert stores.digest_of({"a": 1, "b": 2}) == stores.digest_of({"b": 2, "a": 1})
    assert stores.digest_of([1, 2]) != stores.digest_of([2, 1])
