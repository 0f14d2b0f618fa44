"""Paint photos in the style of other pictures."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.styles import make_styles

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    make_styles(Path("results") / settings.run, settings)
