import dataclasses

import pytest
from pydantic.dataclasses import dataclass

from activation_atlas.cli import add_commands, main
from activation_atlas.cli.options import Option, add_settings, values_of
from activation_atlas.cli.parser import Parser
from activation_atlas.settings import TexturesSettings, WrongSettings
from activation_atlas.settings.types import Count, strict

PARSERS = Parser(prog="activation-atlas").add_subparsers()
add_commands(PARSERS)
OPTIONS = [
    (command, setting)
    for command, parser in PARSERS.choices.items()
    for setting in parser.settings
    if setting.action is not None
]
OWN = {
    ("visualize", "weights"),  # a package's, a download's or a file's, by network
    ("dictionary", "weights"),
    ("invert", "weights"),
    ("dictionary", "layers"),  # suggested ones of any network
    ("texture", "snapshots"),  # files beside the one that is asked for
    ("style", "snapshots"),
    ("doodle", "snapshots"),
}
"""Options whose default is the command's, not the settings'."""


@pytest.mark.parametrize(
    ("command", "setting"), [pytest.param(*o, id=f"{o[0]}-{o[1].field}") for o in OPTIONS]
)
def test_an_option_has_the_default_and_the_meaning_of_its_setting(command, setting):
    default = getattr(setting.kind(), setting.field)
    if (command, setting.field) in OWN:
        default = setting.action.default
    assert setting.action.default == default
    told, shown = setting.action.help, PARSERS.choices[command].format_help()
    assert "by default" in told and "".join(told.split()) in "".join(shown.split())
    if isinstance(default, bool):
        assert told.endswith("off by default")
    elif isinstance(default, (list, tuple)) and default:
        assert told.endswith(f"{' '.join(map(str, default))} by default")
    elif default:
        assert told.endswith(f"{default} by default")
    first, *meaning = setting.kind.__pydantic_fields__[setting.field].description.split()
    assert told.split()[:3] == [first.lower(), *meaning[:2]]


def test_every_command_that_makes_a_picture_has_such_options():
    assert {command for command, _ in OPTIONS} == set(PARSERS.choices) - {"layers", "recipes"}


@dataclass(frozen=True, config=strict)
class Kind:
    """Settings of every sort."""

    sides: tuple[Count, Count] = (1, 2)
    """Sides of a thing."""
    shares: list[float] | None = None
    """Shares of it."""
    turned: bool = True
    """Whether it is turned."""
    left: bool = False
    """Whether it is left."""
    name: str | None = None
    """Name of it."""


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        ([], {}),
        (["--sides", "3", "4"], {"sides": [3, 4]}),
        (["--shares", "0.5", "2"], {"shares": [0.5, 2.0]}),
        (["--no-turned", "--left"], {"turned": False, "left": True}),
        (["it"], {"name": "it"}),
    ],
)
def test_options_take_the_types_of_fields(arguments, values):
    parser = Parser()
    add_settings(parser, Kind, "sides", "shares", "turned", "left", Option("name", flag="name"))
    found = values_of(parser.parse_args(arguments), Kind)
    assert found == dataclasses.asdict(Kind()) | values


def test_limits_are_those_of_the_settings():
    parser = Parser()
    add_settings(parser, TexturesSettings, "steps")
    with pytest.raises(WrongSettings, match="'steps' is 0"):
        values_of(parser.parse_args(["--steps", "0"]), TexturesSettings)


@pytest.mark.parametrize(
    ("arguments", "begun"),
    [
        (["texture", "gravel", "--steps", "0"], "--steps is not usable: 'steps' is 0"),
        (
            ["style", "china", "dots", "--octaves", "9", "--size", "1"],
            "--size and --octaves are not usable: 'size' is 1",
        ),
        (["style", "china", "dots", "dots"], "STYLE is not usable: 'styles' is ['dots', 'dots']"),
        (
            ["texture", "gravel", "--region", "0", "0", "2", "1"],
            "--region is not usable: 'regions.gravel.2' is 2.0",
        ),
        (["doodle", "china"], "These options are not usable: photo, mask and target_mask"),
        (["dictionary", "coffee", "--size", "5000"], "--size is not usable: 'size' is 5000"),
    ],
)
def test_a_mistake_names_the_option(arguments, begun, capsys):
    assert main(arguments) == 1
    assert capsys.readouterr().err.startswith(f"error: {begun}")
