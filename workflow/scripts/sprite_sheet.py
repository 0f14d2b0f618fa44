"""Put the sprites of a layer together."""

from pathlib import Path

from activation_atlas.dictionaries import sprites
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    sprites.gather(Path("results") / settings.run, snakemake.wildcards.shown_layer, settings)
