"""Write down what the rest needs to know of the network."""

from pathlib import Path

import torch

from activation_atlas.networks import describe
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    describe(Path("results") / settings.run, settings)
