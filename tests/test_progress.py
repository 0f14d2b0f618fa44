import logging
import subprocess
import sys
import time

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.progress import Progress, log, reporting, track


@pytest.fixture(autouse=True)
def restored_logging():
    before = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = before
    logging.captureWarnings(False)


# Logs, then holds its log until its input ends.
HOLDER = """
import sys
from activation_atlas.progress import log, reporting
with reporting(sys.argv[1]):
    log.info("mine")
    sys.stdin.read()
"""


def hold(log_file):
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, log_file],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_mistake_is_one_sentence_in_the_log_and_a_status(tmp_path, capfd):
    with pytest.raises(SystemExit) as ended, reporting(tmp_path / "logs" / "job.log"):
        raise AtlasError("No image lies in photos.")
    assert ended.value.code == 1
    assert (tmp_path / "logs" / "job.log").read_text() == "error: No image lies in photos.\n"
    assert capfd.readouterr().err == "error: No image lies in photos.\n"


def test_a_failure_that_is_no_mistake_keeps_its_traceback(tmp_path):
    with pytest.raises(SystemExit), reporting(tmp_path / "job.log"):
        raise KeyError("inside")
    assert "Traceback" in (tmp_path / "job.log").read_text()


def test_a_log_holds_the_last_job_only(tmp_path):
    for word in ("one", "two"):
        with reporting(tmp_path / "job.log"):
            log.info(word)
    assert (tmp_path / "job.log").read_text() == "two\n"


def test_a_second_process_waits_for_the_first_with_the_same_log(tmp_path):
    log_file = tmp_path / "job.log"
    with hold(log_file) as first, hold(log_file) as second:
        lines = {process: process.stderr.readline() for process in (first, second)}
        owner = next(process for process in lines if lines[process] == "mine\n")
        waiting = second if owner is first else first
        assert lines[waiting].startswith("waiting for another process")
        assert waiting.poll() is None
        owner.communicate()
        assert waiting.stderr.readline() == "mine\n"
        waiting.communicate()
    assert first.returncode == second.returncode == 0
    assert log_file.read_text() == "mine\n"


def test_track_yields_everything_and_says_how_much_is_done(caplog):
    with caplog.at_level(logging.INFO):
        assert list(track(range(3), "Counting", 3, "numbers")) == [0, 1, 2]
    assert "Counting: 3/3 numbers" in caplog.text


def test_progress_writes_a_line_only_every_few_seconds(caplog, monkeypatch):
    clock = iter(range(0, 100, 1))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with caplog.at_level(logging.INFO), Progress("Counting", 6, "numbers") as progress:
        for _ in range(6):
            progress.advance()
    assert 1 < len(caplog.records) < 6
