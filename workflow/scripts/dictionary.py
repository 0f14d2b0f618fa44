"""Make what one image is to one layer."""

from pathlib import Path

import torch

from activation_atlas.dictionaries.dictionary import make_dictionary
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    torch.set_num_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    image, layer = snakemake.wildcards.image, snakemake.wildcards.shown_layer
    make_dictionary(Path("results") / settings.run, image, layer, settings)
