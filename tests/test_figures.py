"""A made-up figure, from its name in the catalogue to the page that shows it."""

import re
import sys
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.figures import catalogue
from activation_atlas.figures.figure import Figure
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import describe_network

CURVES = {"a": np.array([1.0, 2.0])}


def made_up(number: int, **more: object):
    def make(studio: Studio) -> Figure:
        image = Image.new("RGB", (50 * number, 20))
        return Figure(
            number, f"Title {number} & <so>", f"Caption {number}.", image, {"run": 1}, **more
        )

    return make


@pytest.fixture
def figures(monkeypatch) -> None:
    """Let the catalogue hold figures 3, with an objective, 5, with a loss, and 12, with neither."""
    module = ModuleType("activation_atlas.figures.made_up")
    module.three, module.twelve = made_up(3, curves=CURVES), made_up(12)
    module.five = made_up(5, curves=CURVES, curves_of="loss")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    names = {12: "twelve", 3: "three", 5: "five"}
    entries = {number: catalogue.Entry(f"made_up.{name}") for number, name in names.items()}
    monkeypatch.setattr(catalogue, "FIGURES", entries)


@pytest.fixture
def page(figures, tmp_path) -> str:
    for number in catalogue.chosen(None):
        STAGES["figure"].make(describe_network(tmp_path), RunSettings(), number=number)
    return STAGES["figures"].make(tmp_path, RunSettings()).read_text()


def test_every_figure_has_a_function():
    assert all(callable(catalogue.function(number)) for number in catalogue.FIGURES)


def test_all_figures_are_made_by_default_and_in_order(figures):
    assert catalogue.chosen(None) == [3, 5, 12]
    assert catalogue.chosen([12]) == [12]


def test_a_figure_that_is_not_there_is_one_sentence(figures):
    with pytest.raises(AtlasError, match="no figure 77; figures.numbers can name 3, 5, 12"):
        catalogue.chosen([12, 77])


def test_the_page_shows_every_figure(page):
    for number, width in ((3, 150), (5, 250), (12, 600)):
        assert page.count(f"Title {number} &amp; &lt;so&gt;") == 3
        assert f"<p>Caption {number}.</p>" in page
        assert f'src="figure-{number:02d}.png" width="{width}" height="20"' in page
        assert f'href="figure-{number:02d}.json"' in page
    assert re.findall(r'href="([^"]*curves[^"]*)">([^<]*)<', page) == [
        ("figure-03-curves.png", "objective curves"),
        ("figure-05-curves.png", "loss curves"),
    ]


def test_the_page_needs_nothing_but_its_folder(page, tmp_path):
    assert "//" not in page and "<script" not in page and "url(" not in page
    for where in re.findall(r'(?:src|href)="(.*?)"', page):
        if where.startswith("#"):
            assert f'id="{where[1:]}"' in page
        elif where != "data:,":
            assert (tmp_path / "figures" / where).exists()


def test_a_figure_that_was_not_made_is_one_sentence(figures, tmp_path):
    with pytest.raises(AtlasError, match="figure-03 is missing"):
        STAGES["figures"].make(tmp_path, parse(RunSettings, {"figures": {"numbers": [3]}}))


@pytest.mark.parametrize("number", catalogue.FIGURES)
def test_what_decides_a_figure_are_settings_but_not_which_are_asked_for(number):
    keys = STAGES["figure"].params(RunSettings(), number=number)["settings"]  # no key is unknown
    assert "seed" in keys and "network" in keys
    assert not {"figures", "figures.numbers"} & set(keys)
