"""Index the shards of all parts and add up their moments."""

from pathlib import Path

import dask

from activation_atlas.progress import job
from activation_atlas.samples import gather
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]), dask.config.set(num_workers=snakemake.threads):
    settings = parse(RunSettings, snakemake.config)
    gather(Path("results") / settings.run, settings)
