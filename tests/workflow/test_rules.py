"""What every rule has to say."""

import re
from pathlib import Path

import pytest

RULES = [
    rule
    for file in sorted((Path(__file__).parents[2] / "workflow" / "rules").glob("*.smk"))
    for rule in re.split(r"^(?= *rule\b)", file.read_text(), flags=re.M)[1:]
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: re.search(r"(\w+):", rule)[1])
def test_every_rule_names_its_resources_log_and_benchmark(rule):
    for word in ("threads:", "mem_mb=", "runtime=", "gpu=", "log:", "benchmark:"):
        assert len(re.findall(rf"^ +{word}", rule, re.M)) == 1, word
    assert '"../scripts/stage.py"' in rule, "it tells of mistakes as every job does"
