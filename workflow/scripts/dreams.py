"""Dream on photos and from noise."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.dreams import make_dreams

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    make_dreams(Path("results") / settings.run, settings)
