"""Render the icons of one part of a grid's cells."""

from pathlib import Path

import torch

from activation_atlas.atlas.icons import render_part
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    layer, map_name = snakemake.wildcards.layer, snakemake.wildcards.map
    side, part = int(snakemake.wildcards.side), int(snakemake.wildcards.part)
    render_part(Path("results") / settings.run, layer, map_name, side, part, settings)
