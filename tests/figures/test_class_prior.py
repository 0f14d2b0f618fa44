"""Figures 15 to 17 on a small scale."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activation_atlas.figures import class_prior
from activation_atlas.optimize.objectives import patches
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    for name in ("PRIOR", "NO_PRIOR"):
        monkeypatch.setattr(class_prior, name, getattr(class_prior, name).with_steps(6))
    whole = class_prior.with_patches
    monkeypatch.setattr(class_prior, "with_patches", lambda *args: whole(*args).with_steps(6))
    learn = class_prior.PatchMixture.fit
    few = staticmethod(lambda photos, draw: learn(photos, draw, components=2, patches=200))
    monkeypatch.setattr(patches.PatchMixture, "fit", few)
    return studio_of(15, tmp_path, parse(RunSettings, {"figures": {"size": 64}}))


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Return a list that fills with what each recipe of a figure begins with."""
    kept, whole = [], class_prior.render

    def render(network, recipe, order):
        pictures = list(whole(network, recipe, replace(order, snapshots={0, *order.snapshots})))
        kept.append(np.stack([picture.snapshots[0] for picture in pictures]))
        return pictures

    monkeypatch.setattr(class_prior, "render", render)
    return kept


@pytest.mark.parametrize("name", ["banana", "classes", "dumbbell"])
def test_all_rows_begin_with_the_same_noise(studio, starts, name) -> None:
    figure = getattr(class_prior, name)(studio)
    assert len(starts) > 1
    for other in starts[1:]:
        np.testing.assert_array_equal(other, starts[0])
    assert len(np.unique(starts[0], axis=0)) == len(starts[0])
    recipes = figure.settings["recipes"].values()
    assert {recipe["seeded_as"] for recipe in recipes} == {"mordvintsev2015"}


def test_a_banana_comes_out_of_noise_by_each_prior(studio) -> None:
    figure = class_prior.banana(studio)
    assert figure.number == 15 and figure.settings["classes"] == [954]
    assert len(figure.settings["data"]["photos"]) == len(class_prior.CORPUS)
    assert len(figure.settings["recipes"]) == 3
    assert [curve.shape for curve in figure.curves.values()] == [(6,)] * 3
    assert figure.image.height > 3 * 64 and figure.image.width > 4 * 64


def test_the_picture_without_prior_is_shown_beside(studio) -> None:
    figure = class_prior.classes(studio)
    assert figure.number == 16
    assert "dalmatian 251, with prior" in figure.curves
    assert "dalmatian 251, without prior" in figure.curves
    assert len(figure.curves) == 2 * len(class_prior.SHOWN)


def test_dumbbells_come_from_several_starts(studio) -> None:
    figure = class_prior.dumbbell(studio)
    assert figure.number == 17 and figure.settings["classes"] == [543]
    curves = list(figure.curves.values())
    assert len(curves) == 2 * class_prior.STARTS
    assert (curves[0] != curves[1]).any()
