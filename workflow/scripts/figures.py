"""Write the page that shows all figures."""

from pathlib import Path

from activation_atlas.figures.page import write_page
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    write_page(Path("results") / settings.run, snakemake.params.numbers, settings)
