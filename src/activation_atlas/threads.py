"""How many threads the libraries of a process take."""

import os

VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def limit_threads(threads: int) -> None:
    """Let torch, BLAS and numba take so many threads: to be called before they are imported."""
    for variable in VARIABLES:
        os.environ[variable] = str(threads)
