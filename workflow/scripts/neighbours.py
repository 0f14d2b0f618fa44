"""Find the nearest neighbours that the maps of a subset share."""

from pathlib import Path

import numba

from activation_atlas.layout import find_neighbours
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    numba.set_num_threads(min(snakemake.threads, numba.config.NUMBA_NUM_THREADS))
    settings = parse(RunSettings, snakemake.config)
    run = Path("results") / settings.run
    layer, subset = snakemake.wildcards.layer, snakemake.wildcards.subset
    find_neighbours(run, layer, subset, settings, snakemake.threads)
