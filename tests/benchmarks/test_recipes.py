"""Recipes are those that the comparison in README.md has measured."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from activation_atlas.optimize.rules import Adam
from activation_atlas.recipes import RECIPES

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """Return `benchmarks/recipes.py`, whose neighbours it imports."""
    spec = importlib.util.spec_from_file_location("recipes_benchmark", BENCHMARKS / "recipes.py")
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        spec.loader.exec_module(module)
    return module


def _sealed(benchmark: ModuleType) -> dict:
    return json.loads(benchmark.RESULTS.read_text())


def test_every_recipe_is_as_it_was_measured(benchmark) -> None:
    changed = " ".join(benchmark.unmeasured(_sealed(benchmark)))
    assert not changed, f"Measure again what was changed: python benchmarks/recipes.py {changed}"


def test_a_changed_recipe_is_noticed(benchmark, monkeypatch) -> None:
    atlas = RECIPES["atlas"]
    stages = (replace(atlas.stages[0], rule=Adam(0.2)),)
    monkeypatch.setitem(RECIPES, "atlas", replace(atlas, stages=stages))
    assert benchmark.unmeasured(_sealed(benchmark)) == ["atlas"]


def test_the_last_bits_and_the_paper_do_not_count(benchmark, monkeypatch) -> None:
    found, atlas = _sealed(benchmark), RECIPES["atlas"]
    stages = tuple(replace(stage, scale=stage.scale * (1 + 1e-12)) for stage in atlas.stages)
    monkeypatch.setitem(RECIPES, "atlas", replace(atlas, stages=stages, paper="another"))
    assert benchmark.unmeasured(found) == []


def test_every_figure_is_of_the_recipes_own_length(benchmark) -> None:
    found = _sealed(benchmark)
    assert set(found["recipes"]) == set(benchmark.SHOWN)
    for name, row in found["recipes"].items():
        assert row["steps"] == RECIPES[name].steps
        assert str(row["steps"]) in found["plain"]


def test_every_recipe_beats_plain_ascent_of_its_length(benchmark) -> None:
    found = _sealed(benchmark)
    for row in found["recipes"].values():
        assert row["logit"] > found["plain"][str(row["steps"])]["logit"]


def test_another_network_knows_the_default_recipes_pictures_not_the_plain_ones(benchmark) -> None:
    found = _sealed(benchmark)
    ours = found["recipes"]["atlas"]
    assert ours["known"] >= 0.4
    assert ours["known"] >= 3 * found["plain"][str(ours["steps"])]["known"]
