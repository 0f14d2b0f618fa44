from activation_atlas.pipeline import STAGES
from activation_atlas.pipeline.rules import Rules
from activation_atlas.settings import RunSettings, parse

RULES = Rules(parse(RunSettings, {"run": "mine", "network": {"layers": ["blocks.4.2"]}}))


def test_keys_that_are_not_fixed_are_wildcards():
    assert RULES.outputs("cells", map_name="umap")[0] == "results/mine/cells/{layer}/umap/8.json"
    assert RULES.outputs("figure")[0] == "results/mine/figures/figure-{number}.json"
    assert RULES.log("cells", map_name="umap") == "results/mine/logs/cells/{layer}/umap.log"
    assert RULES.times("page") == "results/mine/benchmarks/page.tsv"


def test_logs_of_two_stages_never_share_a_file():
    logs = [RULES.log(stage) for stage in STAGES]
    assert len(set(logs)) == len(logs)
    for log in logs:
        assert not any(other.startswith(f"{log.removesuffix('.log')}/") for other in logs)


def test_inputs_are_those_of_the_run_and_the_users(tmp_path):
    photo = tmp_path / "wall.png"
    photo.touch()
    mine = Rules(parse(RunSettings, {"textures": {"sources": [str(photo)]}}))
    assert mine.inputs("textures")({}) == {"files": [str(photo)]}
    found = RULES.inputs("icons", map_name="umap")({"layer": "a", "side": "16", "part": "0"})
    assert found["cells"] == ["results/mine/cells/a/umap/16.json"]
    assert found["coarser"] == ["results/mine/icons/a/umap/8/parts/0.json"]


def test_what_decides_is_told_without_the_part():
    told = RULES.params("icons", map_name="umap")({"layer": "a", "side": "8", "part": "3"})
    assert told["stage"] == "icons"
    assert told["of"] == {"layer": "a", "map_name": "umap", "side": 8}
    assert told["steps"] == 96  # of three grids, since the coarsest takes the steps of all
