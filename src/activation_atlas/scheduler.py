"""The dask scheduler that a config can name for the sums over all samples."""

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING

from activation_atlas.errors import AtlasError
from activation_atlas.progress import log

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10  # seconds for a dask scheduler to answer


@contextmanager
def client_of(scheduler: str) -> Iterator["Client"]:
    """Yield a client of the scheduler at an address, e.g. tcp://head:8786.

    A worker that dies takes nothing with it: what it had done is done again by the others.

    Raises:
        AtlasError: no scheduler answers there, it was lost within the block, its workers die one
            after another, or they see other files or other code than this process.
    """
    from distributed import Client, KilledWorker  # takes a second, and only few runs need it

    try:
        client = Client(scheduler, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise AtlasError(
            f"No dask scheduler answers at '{scheduler}': start one there, or leave out"
            " 'scheduler' in the config."
        ) from error
    with client:
        try:
            if not client.nthreads():
                log.info("The dask scheduler at '%s' has no workers yet: waiting.", scheduler)
            yield client
        except (CancelledError, OSError) as error:
            raise AtlasError(_lost(scheduler, error)) from error
        except KilledWorker as error:
            raise AtlasError(
                f"Workers of the dask scheduler at '{scheduler}' died one after another: look at"
                " their logs, give them more memory, and run the same command again."
            ) from error


def _lost(scheduler: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return (
            f"Workers of the dask scheduler at '{scheduler}' don't find the run's results"
            f" ({error}): start them where this folder lies at the same path."
        )
    return (
        f"The dask scheduler at '{scheduler}' was lost: start it again, or leave out 'scheduler' in"
        " the config, and run the same command again; everything finished so far is kept."
    )
