"""Progress lines for long work, on a terminal and in a log file alike."""

import fcntl
import logging
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from activation_atlas.errors import AtlasError

log = logging.getLogger("activation_atlas")
SECONDS_BETWEEN_LINES = 5


class Progress:
    """Counts the done parts of a long step.

    On a terminal this is a bar; elsewhere a line every few seconds, and one at the end.
    """

    def __init__(self, label: str, total: int, unit: str):
        self._label, self._total, self._unit = label, total, unit
        self._done, self._start, self._last = 0, time.monotonic(), time.monotonic()
        self._bar = tqdm(total=total, desc=label, unit=f" {unit}") if sys.stderr.isatty() else None

    def advance(self, count: int = 1, note: str = "") -> None:
        """Count `count` more parts as done, at most all; `note` is shown behind the bar."""
        count = min(count, self._total - self._done)
        self._done += count
        if self._bar is not None:
            self._bar.set_postfix_str(note, refresh=False)
            self._bar.update(count)
        elif time.monotonic() - self._last > SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            log.info(self._line(note))

    def close(self) -> None:
        """End the bar or write the last line."""
        if self._bar is not None:
            self._bar.close()
        else:
            log.info(self._line(""))

    def _line(self, note: str) -> str:
        seconds = time.monotonic() - self._start
        rate = self._done / max(seconds, 1e-9)
        text = f"{self._label}: {self._done}/{self._total} {self._unit}, {seconds:.0f} s"
        text += f", {rate:.1f} {self._unit}/s"
        return f"{text}, {note}" if note else text

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def track(items: Iterable, label: str, total: int, unit: str) -> Iterator:
    """Yield the items and show how many are done."""
    with Progress(label, total, unit) as progress:
        for item in items:
            yield item
            progress.advance()


@contextmanager
def reporting(log_file: Path | str | None = None) -> Iterator[None]:
    """Run one step as a person expects it: log to stderr and to `log_file`, mistakes in a sentence.

    An :class:`AtlasError` ends the process with status 1 and its sentence, without a traceback.
    Of two processes with the same `log_file`, the second waits for the first: a job can outlive
    the killed run that started it, and the next run starts the same job again.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", force=True)
    logging.captureWarnings(True)
    warnings.filterwarnings("ignore", category=FutureWarning)  # meant for programmers
    if log_file:
        logging.getLogger().addHandler(_own(Path(log_file)))
    try:
        yield
    except AtlasError as error:
        log.error("error: %s", error)
        sys.exit(1)
    except Exception:
        log.exception("unexpected failure")
        sys.exit(1)


def _own(log_file: Path) -> logging.FileHandler:
    """Return a handler that empties and writes `log_file`, locked until the process ends."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(log_file, mode="a")
    try:
        fcntl.flock(handler.stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log.info("waiting for another process that does this step (it holds %s)", log_file)
        fcntl.flock(handler.stream, fcntl.LOCK_EX)
    handler.stream.truncate(0)
    return handler
