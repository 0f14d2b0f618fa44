"""Make one recipe's pictures of the classes."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.classes import render_classes

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    render_classes(Path("results") / settings.run, snakemake.wildcards.recipe, settings)
