"""Write the sheet of the class pictures."""

from pathlib import Path

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.classes import write_sheet

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    write_sheet(Path("results") / settings.run, settings)
