"""List the recipes of pictures, with their papers.

List the recipes of pictures, in order of publication.
"""

import argparse
from collections.abc import Collection
from typing import TYPE_CHECKING

from activation_atlas.cli.parser import Parser

if TYPE_CHECKING:
    from activation_atlas.recipes.recipe import Recipe


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    print(table())
    print(f"\nof photos, for `activation-atlas invert`:\n{inversions_table()}")


def table() -> str:
    """Return a line a recipe: its name and its paper."""
    from activation_atlas.recipes import RECIPES  # torch takes seconds, --help none

    return _lines(RECIPES.values())


def inversions_table() -> str:
    """Return a line a recipe that makes an image of a photo's activations."""
    from activation_atlas.recipes import INVERSIONS

    return _lines([inversion.recipe for inversion in INVERSIONS.values()])


def _lines(recipes: Collection["Recipe"]) -> str:
    width = max(len(recipe.name) for recipe in recipes)
    return "\n".join(f"  {recipe.name:{width}}  {recipe.paper}" for recipe in recipes)
