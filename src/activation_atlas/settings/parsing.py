"""Settings from the values of a config and back, with one sentence on each mistake."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import Any

from pydantic import TypeAdapter, ValidationError

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.settings.atlas import MapSettings
from activation_atlas.settings.run import RunSettings

RENAMED = {
    "statistics": "texture_network",
    "texture_network.network": "texture_network.name",
    "samples.shard_size": "stores.images",
    "icons.tile": "stores.cells",
    "sprites.shard": "stores.channels",
}
"""Keys of earlier versions, by what they are called now."""


class WrongSettings(AtlasError):
    """Values that settings can't have.

    Attributes:
        kind: The class of settings.
        problems: A sentence on each mistake, by its place among the values; a mistake of all of
            them together has the place ().
    """

    def __init__(self, kind: type, problems: Mapping[tuple, str]):
        whole = "The config is" if kind is RunSettings else "The settings are"
        super().__init__(f"{whole} not usable: {' '.join(problems.values())}")
        self.kind, self.problems = kind, problems


def parse(kind: type, values: Mapping[str, Any]) -> Any:
    """Return `values` as settings of class `kind`.

    Raises:
        WrongSettings: names every unknown key (with the nearest known ones) and every wrong value.
    """
    try:
        return TypeAdapter(kind).validate_python(dict(values))
    except ValidationError as error:
        found = groupby(error.errors(), lambda problem: _place(values, problem["loc"]))
        problems = {place: _sentence(kind, place, list(group)) for place, group in found}
        raise WrongSettings(kind, problems) from None


def plain(settings: Any) -> dict[str, Any]:
    """Return settings as JSON values, the inverse of :func:`parse`."""
    return TypeAdapter(type(settings)).dump_python(settings, mode="json", by_alias=True)


def schema() -> dict[str, Any]:
    """Return the JSON schema of a whole config."""
    return TypeAdapter(RunSettings).json_schema(by_alias=True)


def _place(values: Any, loc: tuple) -> tuple:
    """Return as much of a problem's place as the values have; then follow types tried in turn."""
    for depth, part in enumerate(loc):
        try:
            values = values[part]
        except (TypeError, KeyError, IndexError):
            return loc[:depth]
    return loc


def _sentence(kind: type, place: tuple, problems: list[Mapping[str, Any]]) -> str:
    where = ".".join(str(part) for part in place)
    if problems[0]["type"] == "unexpected_keyword_argument":
        if where in RENAMED:
            return f"'{where}' is called '{RENAMED[where]}' now."
        return f"'{where}' is no known key.{nearest(str(place[-1]), _keys(kind, place[:-1]))}"
    if not place:
        return f"{problems[0]['msg']}."
    messages = [problem["msg"][0].lower() + problem["msg"][1:] for problem in problems]
    return f"'{where}' is {problems[0]['input']!r}: {', or '.join(messages)}."


def _keys(kind: Any, path: tuple) -> list[str]:
    """Return the keys that the settings class at `path` below `kind` knows."""
    for part in path:
        if is_dataclass(kind):
            kind = next(field.type for field in fields(kind) if field.name == part)
        else:  # the name of a map
            kind = MapSettings
    return [field.name.rstrip("_") for field in fields(kind)] if is_dataclass(kind) else []
