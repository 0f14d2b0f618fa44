"""Paint a landscape by a mask."""

from pathlib import Path

import torch

from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.doodles import make_doodles

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    make_doodles(Path("results") / settings.run, settings)
