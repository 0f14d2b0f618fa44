"""Lay the samples of a layer out in the plane."""

from pathlib import Path

import numba

from activation_atlas.layout import lay_out
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    numba.set_num_threads(min(snakemake.threads, numba.config.NUMBA_NUM_THREADS))
    settings = parse(RunSettings, snakemake.config)
    run = Path("results") / settings.run
    lay_out(run, snakemake.wildcards.layer, snakemake.wildcards.map, settings)
