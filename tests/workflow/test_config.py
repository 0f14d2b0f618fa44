"""The configs and what is written from the settings."""

import re
import runpy
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from activation_atlas.settings import RunSettings, parse, plain

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


@pytest.fixture(scope="module")
def written():
    return runpy.run_path(str(ROOT / "workflow" / "schemas" / "write.py"))


def test_what_is_written_is_in_step_with_the_settings(written):
    assert written["SCHEMA"].read_text() == written["schema_text"](), "run make schema"
    assert written["EXAMPLE"].read_text() == written["example_text"](), "run make schema"
    readme = written["README"].read_text()
    assert readme == written["readme_text"](readme), "run make schema"


def test_the_example_is_every_default_with_its_meaning(written):
    text = written["EXAMPLE"].read_text()
    values = yaml.safe_load(text)
    assert parse(RunSettings, values) == RunSettings()
    assert values == plain(RunSettings())
    assert list(values) == [field.name for field in fields(RunSettings)]
    lines = text.splitlines()
    assert "Written from" in lines[0] and max(map(len, lines)) <= 100
    for above, line in zip(lines, lines[1:]):
        assert not line or line.lstrip().startswith("#") or above.lstrip().startswith("# ")


def test_a_table_leads_with_the_keys_that_are_changed_most(written):
    first, others = written["tables"]().split("## All keys")
    assert first.count("\n| `") == 15 == len(set(written["FIRST"]))
    settings = [key for key in written["keys"]() if not key.section]
    assert others.count("\n| `") == len(settings)


def test_links_to_the_readme_of_configs_lead_to_headings():
    links = re.findall(r"config/README\.md#([\w-]+)", (ROOT / "README.md").read_text())
    headings = re.findall(r"^#+ (.*)$", (ROOT / "config" / "README.md").read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert links and set(links) <= anchors
