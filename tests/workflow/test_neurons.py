"""Dry runs of the sheet of channels."""

import pytest


def test_the_sheet_needs_the_network_and_the_catalogue_alone(workflow, small):
    planned = workflow(small | {"neurons": {"channels": [3, 5]}}).run("--dry-run", "neurons")
    assert planned.returncode == 0, planned.stdout
    table = planned.stdout.split("Job stats:")[1].split("total")[0]
    rows = [line.split() for line in table.splitlines()]
    counted = {row[0] for row in rows if len(row) == 2 and row[1].isdecimal()}
    assert counted == {"network", "catalogue", "neurons"}


@pytest.mark.parametrize(
    "values, told",
    [
        ({"channels": 0}, "'neurons.channels' is"),
        ({"channels": [1, 1]}, "nothing may be listed twice"),
        ({"chanels": 3}, "Did you mean 'channels'"),
        ({"size": 16}, "'neurons.size' is"),
    ],
)
def test_a_mistake_is_one_sentence(workflow, small, values, told):
    ended = workflow(small | {"neurons": values}).run("--dry-run", "neurons")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("error: ")]
    assert len(sentences) == 1 and told in sentences[0], ended.stdout
