"""Concurrent processes and pretended GPUs."""

import logging
import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.networks import claim as module

FORK = multiprocessing.get_context("fork")  # a fresh Python would import for seconds


def hold(names: tuple[str, ...], pipe: Connection) -> None:
    """Claim one of these GPUs, say which, and live on until told to end."""
    pipe.send(module.claim(names))
    pipe.recv()


@contextmanager
def process(*names: str) -> Iterator[tuple[int, multiprocessing.Process]]:
    """Yield what another process got that asked for one of these GPUs, and the process."""
    ours, theirs = FORK.Pipe()
    started = FORK.Process(target=hold, args=(names, theirs))
    started.start()
    try:
        assert ours.poll(60), "the process has claimed nothing"
        yield ours.recv(), started
    finally:
        started.kill()
        started.join(60)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Return where the lock files of this test lie."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    module.claim.cache_clear()
    return tmp_path / f"activation-atlas-{os.getuid()}"


def test_processes_get_distinct_gpus_and_a_killed_one_frees_its_own(folder):
    gpus = ("a", "b", "c")
    with process(*gpus) as (first, _), process(*gpus) as (second, killed):
        assert (first, second) == (0, 1)
        with process(*gpus) as (third, _):
            assert third == 2
            killed.kill()  # SIGKILL
            killed.join(60)
            with process(*gpus) as (freed, _):
                assert freed == second


def test_a_gpu_is_taken_by_whatever_number_a_process_sees_it(folder):
    with process("b", "c") as (b, _), process("b", "a") as (a, _), process("a", "b", "c") as (c, _):
        assert (b, a, c) == (0, 1, 2)


def test_where_all_are_taken_one_is_shared_and_the_log_says_so(folder, caplog):
    with process("a"), caplog.at_level(logging.WARNING):
        assert module.claim(("a",)) == 0
    assert "none of 1 GPUs is free: number 0 is shared" in caplog.text


def test_a_process_that_asks_again_gets_the_same_answer(folder):
    assert module.claim(("a", "b")) == module.claim(("a", "b")) == 0


def test_lock_files_are_for_their_user_alone(folder):
    module.claim(("a",))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "a.lock").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_others_can_enter_is_refused(folder):
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(AtlasError, match="only you can enter"):
        module.claim(("a",))


def test_links_in_place_of_the_folder_or_a_file_are_not_followed(folder, tmp_path):
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    folder.symlink_to(target)
    with pytest.raises(AtlasError, match="only you can enter"):
        module.claim(("a",))
    folder.unlink()
    folder.mkdir(mode=0o700)
    (folder / "a.lock").symlink_to(target / "made")
    with pytest.raises(OSError):
        module.claim(("a",))
    assert not list(target.iterdir())
