"""Synthesize textures."""

from pathlib import Path

import torch

from activation_atlas.figures.texture_sheet import write_textures
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    write_textures(Path("results") / settings.run, settings)
