"""A stage's declaration is what the workflow, the seals and the work take."""

import json
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.figures.catalogue import FIGURES
from activation_atlas.pipeline import STAGES, Stage
from activation_atlas.settings import RunSettings, parse
from activation_atlas.settings.declared import Undeclared
from activation_atlas.settings.derived import subset_of

RUN = RunSettings()
KEYS = {
    "layer": "blocks.4.2",
    "map_name": "umap",
    "subset": "all-cosine-fit200000",
    "side": 16,
    "part": 0,
    "recipe": "atlas",
    "image": "chelsea",
    "number": 32,
}


def key_of(stage: Stage) -> dict[str, object]:
    return {name: KEYS[name] for name in stage.keys}


@pytest.fixture
def told() -> list:
    return []


@pytest.fixture
def stage(monkeypatch, told) -> Stage:
    """A stage whose work notes what it was given, of one input and one file of the user's."""
    module = type(sys)("activation_atlas.made_up")
    module.work = lambda job, side, part: told.append((job, side, part)) or job.made_by
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return Stage(
        name="made up",
        work="made_up:work",
        makes=lambda run, settings, side, part: [run / f"{side}-{part}.json"],
        keys=("side", "part"),
        reads=lambda run, settings, side, part: {"before": [run / "a.json", run / "b.json"]},
        decided_by=("seed", "maps.umap.sides", "textures"),
        uses=("parts.icons",),
        derived=lambda settings, side, part: {"twice": 2 * side},
        form=7,
    )


def write_inputs(run: Path, **digests: str) -> None:
    for name, digest in digests.items():
        stores.write_manifest(run / name, {"digest": digest}, {})


def test_the_work_gets_its_keys_as_numbers_and_only_what_was_declared(stage, told, tmp_path):
    write_inputs(tmp_path, a="1", b="2")
    stage.make(tmp_path, RUN, threads=3, side="16", part="1")
    ((job, side, part),) = told
    assert (side, part, job.threads, job.run) == (16, 1, 3, tmp_path)
    assert job.settings.maps["umap"].sides == [8, 16, 32] and job.settings.parts.icons == 1
    with pytest.raises(Undeclared, match="stage 'made up' reads the setting 'icons'"):
        _ = job.settings.icons


def test_the_seal_says_settings_inputs_and_files_but_not_the_part(stage, tmp_path):
    write_inputs(tmp_path, a="1", b="2")
    photo = tmp_path / "wall.png"
    photo.write_bytes(b"wall")
    settings = parse(RunSettings, {"textures": {"sources": [str(photo), "gravel"]}})
    made_by = stage.make(tmp_path, settings, side=8, part=0)
    assert made_by == stage.make(tmp_path, settings, side=8, part=1)
    assert made_by["of"] == {"side": 8} and made_by["twice"] == 16 and made_by["form"] == 7
    assert list(made_by["settings"]) == ["seed", "maps.umap.sides", "textures"]
    assert [name for name, _ in made_by["files"]] == ["wall.png"]
    for change in (
        lambda: write_inputs(tmp_path, b="3"),
        lambda: photo.write_bytes(b"another wall"),
    ):
        change()
        assert made_by != (made_by := stage.make(tmp_path, settings, side=8, part=0))
    json.dumps(made_by)


def test_how_an_input_was_cut_into_parts_does_not_show(stage, tmp_path):
    def sealed(*parts: dict) -> object:
        for name, listed in zip("ab", parts, strict=True):
            stores.write_manifest(tmp_path / name, {"stores": listed}, {})
        return stage.make(tmp_path, RUN, side=8, part=0)

    whole = sealed({"0": "x", "1": "y"}, {})
    assert whole == sealed({"1": "y"}, {"0": "x"})
    assert whole != sealed({"1": "y"}, {"0": "z"})


def test_parts_of_two_grids_are_told_apart(stage, tmp_path):
    def made_by(coarse: str) -> dict:
        for side, digest in (("8", coarse), ("16", "y")):
            stores.write_manifest(tmp_path / side / "0", {"stores": {"0000": digest}}, {})
        read = {"icons": [tmp_path / side / "0.json" for side in ("8", "16")]}
        declared = replace(stage, reads=lambda *_, **__: read)
        return declared.made_by(tmp_path, RUN, side=8, part=0)

    assert made_by("x") != made_by("z")


def test_an_input_that_is_missing_is_named(stage, tmp_path):
    write_inputs(tmp_path, a="1")
    with pytest.raises(AtlasError, match=r"b\.json is missing or was never finished"):
        stage.make(tmp_path, RUN, side=8, part=0)


@pytest.mark.parametrize("name", STAGES)
def test_a_declaration_names_work_and_settings_that_there_are(name, tmp_path):
    declared = STAGES[name]
    module, function = declared.work.split(":")
    assert callable(getattr(import_module(f"activation_atlas.{module}"), function))
    params = declared.params(RUN, **key_of(declared))  # an unknown setting is a KeyError
    assert json.loads(json.dumps(params)) == params
    job = declared.job(tmp_path, RUN, **key_of(declared))
    for key in declared._filled(declared.uses, key_of(declared)):
        value: object = job.settings
        for part in key.split("."):
            value = (
                value[part] if key.startswith("maps.") and part == "umap" else getattr(value, part)
            )


@pytest.mark.parametrize("name", STAGES)
def test_outputs_lie_in_the_run_with_a_wildcard_for_each_key_but_those_given(name, tmp_path):
    declared = STAGES[name]
    given = {"map_name": "umap"} if name == "cells" else {}
    for path in declared.outputs(tmp_path, RUN, **given):
        assert tmp_path in path.parents
        wild = {key for key in declared.keys if f"{{{key}}}" in str(path)}
        assert wild == set(declared.keys) - set(given)


def test_every_input_is_another_stages_output(tmp_path):
    made = {
        path for stage in STAGES.values() for path in stage.outputs(tmp_path, RUN, **key_of(stage))
    }
    every = parse(
        RunSettings,
        {
            "network": {"layers": ["blocks.4.2"]},
            "dictionaries": {"images": ["chelsea"]},
            "classes": {"recipes": ["atlas"]},
            "figures": {"numbers": [32]},
            "maps": {"umap": {"sides": [16]}},
        },
    )
    for stage in STAGES.values():
        for paths in stage.inputs(tmp_path, every, **key_of(stage)).values():
            assert set(paths) <= made, stage.name
    for number in FIGURES:
        for paths in STAGES["figure"].inputs(tmp_path, every, number=number).values():
            assert set(paths) <= made, number


def test_the_page_shows_and_follows_whatever_decides_an_atlas():
    shown = STAGES["page"].params(RUN)["settings"]
    for name in ("samples", "neighbours", "layout", "cells", "exemplars", "icons", "export"):
        for key in STAGES[name].params(RUN, **key_of(STAGES[name]))["settings"]:
            assert any(key == one or key.startswith(f"{one}.") for one in shown), key


def test_naming_files_imports_nothing_heavy():
    code = "import sys, activation_atlas.pipeline; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout
    heavy = {b"numpy", b"zarr", b"PIL", b"torch", b"dask", b"umap", b"numba", b"pyarrow"}
    assert not heavy & set(loaded.split())


def test_maps_of_one_subset_whose_classes_differ_in_signs_alone_are_told_apart():
    def params(name: str) -> dict:
        settings = parse(RunSettings, {"maps": {"m": {"class": name}}})
        subset = subset_of(settings.maps["m"])
        return STAGES["neighbours"].params(settings, layer="a", subset=subset)

    assert params("c#")["of"] == params("c++")["of"] and params("c#") != params("c++")


@pytest.mark.parametrize("name", ["class_pictures", "neurons"])
def test_a_layer_that_joins_makes_no_pictures_of_others_anew(name):
    joined = parse(RunSettings, {"network": {"layers": ["blocks.6.0", "blocks.4.2", "blocks.2.1"]}})
    key = key_of(STAGES[name])
    assert STAGES[name].params(joined, **key) == STAGES[name].params(RUN, **key)
