"""Options that are settings: types, defaults and meanings are those of the settings' fields."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from activation_atlas.cli.parser import Parser, Setting
from activation_atlas.settings import WrongSettings, parse

REGION = {"nargs": 4, "type": float, "metavar": ("LEFT", "TOP", "RIGHT", "BOTTOM")}
"""Keywords of an option that names a part of an image by shares of its width and height."""


@dataclass(frozen=True)
class Option:
    """A field of a settings class, with what its option has of its own.

    Attributes:
        field: Name of the field.
        flag: The option as it is typed, where that is not the field's name; without dashes it is a
            positional argument that may be left out.
        metavar: Name of the value in the help, or of each of several.
        more: Words that the help adds to the field's meaning.
        instead: The default of the command, and the words that say so, in place of the field's.
    """

    field: str
    flag: str | None = None
    metavar: str | tuple[str, ...] | None = None
    more: str = ""
    instead: tuple[object, str] | None = None


def add_settings(parser: Parser, kind: type, *chosen: str | Option) -> None:
    """Add fields of the settings class `kind` as options."""
    for one in chosen:
        option = Option(one) if isinstance(one, str) else one
        info = kind.__pydantic_fields__[option.field]
        default, words = option.instead or _default(info)
        shape = _shape(info.annotation, default)
        flag = option.flag or _flag(option.field, default)
        if not flag.startswith("-"):
            shape |= {"nargs": "?"}
        if "type" in shape:
            shape["metavar"] = option.metavar or _metavar(option.field, shape["type"])
        dest = {"dest": option.field} if flag.startswith("--no-") else {}
        told = _meaning(info, option) + (f"; {words}" if words else "")
        action = parser.add_argument(
            flag, default=default, help=told.replace("%", "%%"), **shape, **dest
        )
        parser.settings.append(Setting(kind, option.field, flag, action))


def fill_settings(parser: Parser, kind: type, **flags: str) -> None:
    """Tell by which arguments those fields of `kind` are known that the command fills itself."""
    parser.settings += [Setting(kind, field, flag) for field, flag in flags.items()]


def values_of(options: argparse.Namespace, kind: type) -> dict[str, object]:
    """Return the values of the fields of `kind` that are options.

    Raises:
        WrongSettings: a value is none that the field can have.
    """
    values = {
        setting.field: getattr(options, setting.action.dest)
        for setting in options.settings
        if setting.kind is kind and setting.action is not None
    }
    parse(kind, values)
    return values


def told(error: WrongSettings, options: argparse.Namespace) -> str:
    """Return the sentence on settings that can't be, begun with the options that they are from."""
    fields = [place[0] for place in error.problems if place]
    flags = [
        setting.flag
        for setting in options.settings
        if setting.kind is error.kind and setting.field in fields
    ]
    whole = " and ".join(flags) or "These options"
    verb = "is" if len(flags) == 1 else "are"
    return f"{whole} {verb} not usable: {' '.join(error.problems.values())}"


def _default(info: FieldInfo) -> tuple[object, str]:
    """Return a field's default, and the words that say so unless its meaning does."""
    default = info.get_default(call_default_factory=True)
    if default is None:
        return None, "" if "by default" in _sentence(info) else "none by default"
    if isinstance(default, bool):
        return default, f"{'on' if default else 'off'} by default"
    several = isinstance(default, Sequence) and not isinstance(default, str)
    return default, f"{' '.join(map(str, default)) if several else default} by default"


def _shape(kind: object, default: object) -> dict[str, object]:
    """Return what argparse has to know of a type: how many values, which, of which type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated or origin in (Union, UnionType):  # the first of several types
        return _shape(parts[0], default)
    if origin is Literal:
        return {"choices": parts}
    if origin is list:
        return _shape(parts[0], default) | {"nargs": "+"}
    if origin is tuple:
        return _shape(parts[0], default) | {"nargs": len(parts)}
    if kind is bool:
        return {"action": "store_false" if default else "store_true"}
    return {"type": kind}


def _flag(field: str, default: object) -> str:
    """Return the option of a field; that of what is on by default turns it off."""
    return ("--no-" if default is True else "--") + field.replace("_", "-")


def _metavar(field: str, kind: type) -> str:
    noun = field.rsplit("_", 1)[-1].removesuffix("s")
    return {int: "N", float: "X"}.get(kind, noun.upper())


def _meaning(info: FieldInfo, option: Option) -> str:
    """Return a field's meaning as help tells it: in lower case, without a full stop."""
    meaning = _sentence(info).removesuffix(".")
    if option.instead is not None:
        meaning = meaning.split("; by default")[0]
    if meaning[1].islower():  # no abbreviation
        meaning = meaning[0].lower() + meaning[1:]
    return meaning + option.more


def _sentence(info: FieldInfo) -> str:
    return " ".join(info.description.replace("``", "`").split())
