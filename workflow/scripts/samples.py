"""Sample one part of the images."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.samples import sample_part
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    sample_part(Path("results") / settings.run, settings, int(snakemake.wildcards.part))
