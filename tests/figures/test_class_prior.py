"""Figures 15 to 17 on a small scale."""

from pathlib import Path

import pytest

from activation_atlas.figures import class_prior
from activation_atlas.figures.studio import Studio
from activation_atlas.optimize.objectives import patches
from activation_atlas.settings import RunSettings, parse


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    for name in ("PRIOR", "NO_PRIOR"):
        monkeypatch.setattr(class_prior, name, getattr(class_prior, name).with_steps(6))
    whole = class_prior.with_patches
    monkeypatch.setattr(class_prior, "with_patches", lambda *args: whole(*args).with_steps(6))
    learn = class_prior.PatchMixture.fit
    few = staticmethod(lambda photos, draw: learn(photos, draw, components=2, patches=200))
    monkeypatch.setattr(patches.PatchMixture, "fit", few)
    return Studio(tmp_path, parse(RunSettings, {"figures": {"size": 64}}))


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
