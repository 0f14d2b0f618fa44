"""``activation-atlas recipes``: by whose methods pictures can be made."""

import argparse


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    recipes = commands.add_parser(
        "recipes",
        help="list the recipes of pictures, with their papers",
        description="List the recipes of pictures, in order of publication.",
    )
    recipes.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    print(table())


def table() -> str:
    """Return a line a recipe: its name and its paper."""
    from activation_atlas.recipes import RECIPES  # torch takes seconds, --help none

    width = max(map(len, RECIPES))
    return "\n".join(f"  {name:{width}}  {recipe.paper}" for name, recipe in RECIPES.items())
