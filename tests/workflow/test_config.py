"""The configs and what is written from the settings."""

import runpy
from pathlib import Path

import pytest
import yaml

from activation_atlas.settings import RunSettings, parse

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["config.yaml", "imagenet.yaml"])
def test_a_config_is_usable(name):
    parse(RunSettings, yaml.safe_load((ROOT / "config" / name).read_text()))


def test_the_papers_config_says_what_the_paper_did():
    settings = parse(RunSettings, yaml.safe_load((ROOT / "config" / "imagenet.yaml").read_text()))
    umap, fireboat = settings.maps["umap"], settings.maps["fireboat"]
    assert (settings.network.name, settings.images.limit) == ("googlenet", 1_000_000)
    assert umap.sides == [20, 40, 80, 160]
    assert (umap.neighbours, umap.min_dist, umap.metric) == (50, 0.05, "cosine")
    assert (settings.icons.size, settings.icons.steps, settings.icons.tries) == (80, 1024, 4)
    assert settings.icons.whiten
    assert (fireboat.method, fireboat.perplexity, fireboat.learning_rate) == ("tsne", 50, 10)


def test_schema_and_table_of_keys_are_in_step_with_the_settings():
    written = runpy.run_path(str(ROOT / "workflow" / "schemas" / "write.py"))
    assert written["SCHEMA"].read_text() == written["schema_text"](), "run make schema"
    readme = written["README"].read_text()
    assert readme == written["readme_text"](readme), "run make schema"
