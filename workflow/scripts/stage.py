"""Do one job of the stage that a rule names."""

from activation_atlas.paths import run_path
from activation_atlas.pipeline import STAGES
from activation_atlas.progress import reporting
from activation_atlas.settings import RunSettings, parse
from activation_atlas.threads import limit_threads

with reporting(snakemake.log[0]):
    limit_threads(snakemake.threads)
    settings = parse(RunSettings, snakemake.config)
    stage, key = STAGES[snakemake.params.stage["stage"]], snakemake.params.stage["of"]
    part = {"part": snakemake.wildcards.part} if "part" in stage.keys else {}
    stage.make(run_path(settings.run), settings, snakemake.threads, **key, **part)
