"""Cut the patches of real images that are nearest to each cell's mean."""

from pathlib import Path

from activation_atlas.atlas.exemplars import cut_exemplars
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    layer, map_name, side = (snakemake.wildcards[key] for key in ("layer", "map", "side"))
    run = Path("results") / settings.run
    cut_exemplars(run, layer, map_name, int(side), settings, snakemake.threads)
