"""The environment in which processes compute best on a CPU: C libraries read it as they start."""

ENVIRONMENT = {
    # Threads that wait must not spin: they would take the time of those that work.
    "OMP_WAIT_POLICY": "PASSIVE",
    "KMP_BLOCKTIME": "0",
    # glibc keeps freed memory, in one heap for all threads: the tensors of one step have the
    # shapes of the last one's, and pages from the system cost more than the arithmetic on them.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
}
