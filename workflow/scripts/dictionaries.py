"""Write the page of the dictionaries."""

from pathlib import Path

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.viewer.dictionaries import write_dictionaries

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    write_dictionaries(Path("results") / settings.run, settings)
