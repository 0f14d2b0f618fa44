import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes import RECIPES
from activation_atlas.recipes.recipe import Recipe


def _recipe(*steps: int) -> Recipe:
    stages = tuple(Stage(count, Adam(float(count))) for count in steps)
    return Recipe("some", "none", lambda network, height, width: None, stages)


def _steps(recipe: Recipe) -> list[int]:
    return [stage.steps for stage in recipe.stages]


def test_steps_are_shared_in_proportion() -> None:
    assert _steps(_recipe(190, 450).with_steps(64)) == [19, 45]
    assert _steps(_recipe(10, 20, 30).with_steps(600)) == [100, 200, 300]


@pytest.mark.parametrize("total", range(4, 40))
def test_steps_add_up_and_no_stage_is_left_out(total: int) -> None:
    steps = _steps(_recipe(1, 200, 3, 60).with_steps(total))
    assert sum(steps) == total and min(steps) >= 1


def test_all_but_the_steps_stays() -> None:
    recipe = _recipe(7, 5, 3)
    assert recipe.with_steps(15) == recipe and recipe.steps == 15
    assert [stage.rule for stage in recipe.with_steps(30).stages] == [
        stage.rule for stage in recipe.stages
    ]


def test_fewer_steps_than_stages() -> None:
    with pytest.raises(AtlasError, match="3 stages"):
        _recipe(7, 5, 3).with_steps(2)


def test_every_recipe_is_known_by_its_name() -> None:
    for name, recipe in RECIPES.items():
        assert recipe.name == name and recipe.with_steps(recipe.steps) == recipe
