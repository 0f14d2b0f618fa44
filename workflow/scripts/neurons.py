"""Make the sheet of a layer's channels and their dataset examples."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.channels import make_neurons

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    make_neurons(Path("results") / settings.run, settings)
