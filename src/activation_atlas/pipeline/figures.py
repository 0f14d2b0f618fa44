"""The stages of the review's figures: one job a figure, and the page that shows them."""

from collections.abc import Iterator
from pathlib import Path

from activation_atlas.figures.catalogue import chosen, entry
from activation_atlas.paths import figure_path, figures_path, manifest_path
from activation_atlas.pipeline.atlas import of_images, of_network
from activation_atlas.pipeline.stage import Stage
from activation_atlas.settings import RunSettings

OF_ALL = (
    *("seed", "network", "images.source", "device.dtype"),
    *("figures.classes", "figures.layers", "figures.size"),
)
"""Settings that decide every figure: whose licences it names, what it shows."""


def _figure(run: Path, number: int | str) -> Path:
    return manifest_path(figure_path(figures_path(run), number))


def _decided_by(settings: RunSettings, number: int) -> Iterator[str]:
    yield from OF_ALL
    yield from entry(number).decided_by


FIGURE = Stage(
    name="figure",
    work="figures.making:make_figure",
    makes=lambda run, settings, number: [
        _figure(run, number),
        _figure(run, number).with_suffix(".png"),
    ],
    keys=("number",),
    reads=lambda run, settings, number: (
        of_images(run, settings) if entry(number).of_images else of_network(run, settings)
    ),
    decided_by=_decided_by,
    uses=("device", "images", "stores.channels"),
)
FIGURES = Stage(
    name="figures",
    work="figures.page:write_page",
    makes=lambda run, settings: [figures_path(run) / "index.html"],
    reads=lambda run, settings: {
        "figures": [_figure(run, number) for number in chosen(settings.figures.numbers)]
    },
    decided_by=("run", "network.name", "figures.numbers"),
)
STAGES = (FIGURE, FIGURES)
