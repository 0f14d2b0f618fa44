"""One figure made, from its number to its files."""

from activation_atlas.figures import figure
from activation_atlas.figures.catalogue import function
from activation_atlas.job import Job
from activation_atlas.paths import figures_path
from activation_atlas.sheets.studio import Studio


def make_figure(job: Job, number: int) -> dict:
    """Make a figure and write its files into the run's folder; return what its JSON file says.

    Raises:
        AtlasError: there is no such figure, or something that it needs can't be had.
    """
    made = function(number)(Studio(job.run, job.settings))
    return figure.write(made, figures_path(job.run), job.made_by)
