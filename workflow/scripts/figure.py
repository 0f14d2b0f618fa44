"""Make one figure."""

from pathlib import Path

import torch

from activation_atlas.figures.making import make_figure
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    make_figure(Path("results") / settings.run, int(snakemake.wildcards.number), settings)
