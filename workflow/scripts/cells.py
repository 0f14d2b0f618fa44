"""Average the samples of a layer over the cells of all grids of a map."""

from pathlib import Path

import dask

from activation_atlas.atlas.cells import build_cells
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]), dask.config.set(num_workers=snakemake.threads):
    settings = parse(RunSettings, snakemake.config)
    run = Path("results") / settings.run
    build_cells(run, snakemake.wildcards.layer, snakemake.params.settings["map"], settings)
