"""The dask scheduler that a config can name for the sums over all samples."""

from typing import TYPE_CHECKING

from activation_atlas.errors import AtlasError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10  # seconds for a dask scheduler to answer


def client_of(scheduler: str) -> "Client":
    """Return a client of the scheduler at an address, e.g. tcp://head:8786; close it after use.

    Raises:
        AtlasError: no scheduler answers there.
    """
    from distributed import Client  # takes a second, and only few runs need it

    try:
        return Client(scheduler, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise AtlasError(
            f"No dask scheduler answers at '{scheduler}': start one there, or leave out"
            " 'scheduler' in the config."
        ) from error
