"""Find the images that excite each channel of a layer most."""

from pathlib import Path

import torch

from activation_atlas.dictionaries.examples import make_examples
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    make_examples(Path("results") / settings.run, snakemake.wildcards.shown_layer, settings)
