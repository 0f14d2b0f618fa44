"""Render the sprites of one part of a layer's channels."""

from pathlib import Path

import torch

from activation_atlas.dictionaries import sprites
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    layer, part = snakemake.wildcards.shown_layer, int(snakemake.wildcards.part)
    sprites.render_part(Path("results") / settings.run, layer, part, settings)
