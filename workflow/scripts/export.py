"""Write the tiles, data files and pictures of one map."""

from pathlib import Path

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.viewer import export_map

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    run = Path("results") / settings.run
    export_map(run, snakemake.wildcards.layer, snakemake.wildcards.map, settings)
