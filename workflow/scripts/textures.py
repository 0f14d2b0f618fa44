"""Synthesize textures."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.textures import write_textures

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    write_textures(Path("results") / settings.run, settings)
