"""The default config, cut down, from nothing to a page."""

import csv
from dataclasses import replace

from running import ROOT, jobs

from activation_atlas import stores
from activation_atlas.viewer import built as paths


def test_ends_with_a_page_and_pictures(undisturbed):
    run = undisturbed.results()
    assert (run / "atlas" / "index.html").stat().st_size > 1000
    for side in (2, 4):
        assert (run / "atlas" / "exports" / f"blocks.4.2-umap-{side}.png").exists()


def test_each_sample_is_in_one_cell_of_each_grid_or_beyond_the_border(undisturbed):
    run = undisturbed.results()
    inside = stores.read(run / "layout" / "blocks.4.2" / "umap.zarr")["inside"][:]
    for side in (2, 4):
        count = stores.read(run / "cells" / "blocks.4.2" / "umap" / f"{side}.zarr")["count"][:]
        assert count.sum() == inside.sum()


def test_each_job_leaves_a_log_and_a_benchmark(undisturbed):
    run = undisturbed.results()
    logs = {path.relative_to(run / "logs").with_suffix("") for path in run.rglob("logs/**/*.log")}
    times = {
        path.relative_to(run / "benchmarks").with_suffix("")
        for path in run.rglob("benchmarks/**/*.tsv")
    }
    assert logs == times and len(logs) == 13
    for path in run.rglob("benchmarks/**/*.tsv"):
        with path.open() as lines:
            assert float(next(csv.DictReader(lines, delimiter="\t"))["s"]) > 0


def test_a_changed_setting_makes_only_what_depends_on_it_again(undisturbed, small):
    small["icons"]["steps"] = 3
    planned = jobs(undisturbed.with_config(small).run("--dry-run").stdout)
    assert planned.keys() >= {"icons", "export", "page"}
    assert planned.keys().isdisjoint({"network", "samples", "layout", "cells_umap", "exemplars"})


def test_a_layer_that_joins_is_added_to_what_is_there(undisturbed, small, tmp_path):
    """Shards, icons and patches of the layer before are kept; what is made again is the same."""
    joined = undisturbed.copied(tmp_path)
    again = joined.run()
    assert again.returncode == 0 and "Nothing to be done" in again.stdout
    assert joined.digests() == undisturbed.digests()

    found = [
        path
        for stage in ("samples", "icons", "exemplars")
        for path in (joined.results() / stage / "blocks.4.2").rglob("0*.zarr")
    ]
    before = {path: path.stat().st_ino for path in found}
    small["network"]["layers"] = ["blocks.4.2", "blocks.2.1"]
    planned = jobs(joined.with_config(small).run("--dry-run").stdout)
    assert planned.keys() >= {"network", "samples", "export", "page"}
    assert "catalogue" not in planned
    ended = joined.with_config(small).run("results/photos/atlas/maps/blocks.4.2/umap.json")
    assert ended.returncode == 0, ended.stdout
    assert len(before) > 10 and {path: path.stat().st_ino for path in found} == before
    after = joined.digests()
    for name, digest in undisturbed.digests().items():
        if "blocks.4.2" in name:
            assert after[name] == digest, name


def test_another_size_of_tiles_cuts_the_patches_anew(undisturbed, small):
    small["stores"]["cells"] = 3
    planned = jobs(undisturbed.with_config(small).run("--dry-run").stdout)
    assert planned.keys() >= {"icons", "exemplars", "export", "page"}
    assert planned.keys().isdisjoint({"samples", "layout", "cells_umap"})


def test_the_page_is_made_from_the_built_viewer(undisturbed):
    inputs = undisturbed.inputs("atlas")
    html = (paths.template_path(), paths.head_path())
    built = {str(path) for path in (*html, *map(paths.built_path, paths.BUNDLE))}
    for name in ("index.html", "manifest.js", *paths.BUNDLE):
        assert built <= set(inputs[f"atlas/{name}"])


def test_the_snakefile_at_the_top_plans_the_same(workflow, small):
    here = workflow(small)
    planned = jobs(here.run("--dry-run").stdout)
    top = jobs(replace(here, snakefile=ROOT / "Snakefile").run("--dry-run").stdout)
    assert planned.pop("atlas") == top.pop("all") == 1
    assert top == planned and planned["page"] == 1


def test_where_it_is_computed_is_no_part_of_what_a_result_is(undisturbed, small):
    small["device"] = {"name": "cpu", "micro_batch": 4}
    planned = undisturbed.with_config(small).run("--dry-run")
    assert "Nothing to be done" in planned.stdout


def test_results_name_no_folder_of_this_machine(undisturbed):
    for path in undisturbed.results().rglob("*.json"):
        assert str(undisturbed.folder) not in path.read_text()
