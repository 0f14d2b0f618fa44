"""Write the page that shows all maps."""

from pathlib import Path

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.viewer import write_page

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    write_page(Path("results") / settings.run, settings)
