"""Average the samples of a layer over the cells of all grids of a map."""

from pathlib import Path

from activation_atlas.atlas.cells import build_cells
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    run = Path("results") / settings.run
    layer, map_name = snakemake.wildcards.layer, snakemake.params.settings["map"]
    build_cells(run, layer, map_name, settings, snakemake.threads)
