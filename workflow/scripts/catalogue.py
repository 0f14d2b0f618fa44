"""List the images and which part of each the network sees."""

from pathlib import Path

from activation_atlas.images import build_catalogue
from activation_atlas.networks import input_size
from activation_atlas.progress import job
from activation_atlas.settings import RunSettings, parse

with job(snakemake.log[0]):
    settings = parse(RunSettings, snakemake.config)
    run = Path("results") / settings.run
    size = settings.images.size or input_size(settings.network)
    build_catalogue(run, settings.images, settings.seed, size, snakemake.threads)
