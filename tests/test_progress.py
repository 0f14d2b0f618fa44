import logging
import multiprocessing
import time

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.progress import Progress, job, log, track


@pytest.fixture(autouse=True)
def restored_logging():
    before = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = before
    logging.captureWarnings(False)


def hold(log_file, began, release):
    with job(log_file):
        log.info("first")
        began.set()
        release.wait(120)


def test_a_mistake_is_one_sentence_in_the_log_and_a_status(tmp_path, capfd):
    with pytest.raises(SystemExit) as ended, job(tmp_path / "logs" / "job.log"):
        raise AtlasError("No image lies in photos.")
    assert ended.value.code == 1
    assert (tmp_path / "logs" / "job.log").read_text() == "error: No image lies in photos.\n"
    assert capfd.readouterr().err == "error: No image lies in photos.\n"


def test_a_failure_that_is_no_mistake_keeps_its_traceback(tmp_path):
    with pytest.raises(SystemExit), job(tmp_path / "job.log"):
        raise KeyError("inside")
    assert "Traceback" in (tmp_path / "job.log").read_text()


def test_a_log_holds_the_last_job_only(tmp_path):
    for word in ("one", "two"):
        with job(tmp_path / "job.log"):
            log.info(word)
    assert (tmp_path / "job.log").read_text() == "two\n"


def test_a_second_process_waits_for_the_first_with_the_same_log(tmp_path):
    context = multiprocessing.get_context("spawn")
    events = [context.Event() for _ in range(3)]
    first = context.Process(target=hold, args=(tmp_path / "job.log", events[0], events[1]))
    second = context.Process(target=hold, args=(tmp_path / "job.log", events[2], events[1]))
    first.start()
    assert events[0].wait(120)
    second.start()
    time.sleep(1)
    assert not events[2].is_set()
    events[1].set()
    assert events[2].wait(120)
    for process in (first, second):
        process.join(30)
        assert process.exitcode == 0


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
