"""Write what describes the config: its JSON schema, its tables of keys and a config of defaults.

All are made from the settings' classes. Run it after a change of ``activation_atlas.settings``:
``make schema``.
"""

import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from activation_atlas.settings import RunSettings, plain, schema

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "workflow" / "schemas" / "config.schema.yaml"
README = ROOT / "config" / "README.md"
EXAMPLE = ROOT / "config" / "example.yaml"
BEGIN, END = "<!-- keys: begin -->\n", "<!-- keys: end -->\n"
WRITTEN = "# Written from src/activation_atlas/settings by `make schema`.\n"
FIRST = [
    "run",
    "network.name",
    "network.weights",
    "network.file",
    "network.layers",
    "network.classes",
    "images.source",
    "images.path",
    "images.crops",
    "device.name",
    "maps.NAME.method",
    "maps.NAME.sides",
    "maps.NAME.neighbours",
    "icons.steps",
    "page.title",
]
"""Keys that are changed most, for the table that leads."""


@dataclass(frozen=True)
class Key:
    """A key of the config.

    Attributes:
        path: The names from the outside in; NAME stands for one that the user gives.
        default: JSON value; of a section None.
        meaning: One line.
        section: Whether it holds keys, which follow it.
    """

    path: tuple[str, ...]
    default: object
    meaning: str
    section: bool = False


def schema_text() -> str:
    """Return the schema file's content."""
    return WRITTEN + yaml.safe_dump(schema(), sort_keys=False, allow_unicode=True, width=100)


def readme_text(old: str) -> str:
    """Return the readme's content with its tables of keys written anew."""
    before, rest = old.split(BEGIN)
    return f"{before}{BEGIN}\n{tables()}\n{END}{rest.split(END)[1]}"


def tables() -> str:
    """Return Markdown tables of keys: those changed most, then a table a section."""
    known = list(keys())
    settings = {".".join(key.path): key for key in known if not key.section}
    parts = [
        "## Keys that are changed most\n",
        _table(settings[name] for name in FIRST),
        "## All keys\n\n### The run as a whole\n",
        _table(key for key in settings.values() if len(key.path) == 1),
    ]
    for section in (key for key in known if key.section):
        within = [key for key in settings.values() if key.path[:-1] == section.path]
        parts += [_heading(section), _table(within)] if within else []
    return "\n".join(parts)


def example_text() -> str:
    """Return a config that gives every key its default, below its meaning."""
    lines = [WRITTEN, "# Every key with its default: a config names only what differs from them.\n"]
    lines.append("# yaml-language-server: $schema=../workflow/schemas/config.schema.yaml\n")
    for key in keys():
        names = tuple("umap" if name == "NAME" else name for name in key.path)
        indent = "  " * (len(names) - 1)
        lines += ["\n"] if len(names) == 1 else []
        lines += [f"{line}\n" for line in _comment(key.meaning, indent)]
        value = "" if key.section else f" {_flow(key.default)}"
        lines.append(f"{indent}{names[-1]}:{value}\n")
    return "".join(lines)


def keys() -> Iterator[Key]:
    """Yield every key in the order of the settings, a section before its keys."""
    whole = schema()
    yield from _below(whole, plain(RunSettings()), (), whole["$defs"])


def _below(node: dict, defaults: dict, above: tuple[str, ...], kinds: dict) -> Iterator[Key]:
    for name, value in node["properties"].items():
        path, default = (*above, name), defaults[name]
        named = next(iter(value.get("patternProperties", {}).values()), {})
        if "$ref" in named:  # settings by names that the user gives
            yield Key(path, None, _meaning(value), section=True)
            path, default, value = (*path, "NAME"), next(iter(default.values())), named
        if "$ref" in value:
            kind = kinds[value["$ref"].rsplit("/", 1)[1]]
            yield Key(path, None, _meaning(kind), section=True)
            yield from _below(kind, default, path, kinds)
        else:
            yield Key(path, default, _meaning(value))


def _meaning(value: dict) -> str:
    return " ".join(value["description"].replace("``", "`").split())


def _heading(section: Key) -> str:
    meaning = section.meaning.removesuffix(".")
    return f"### `{'.'.join(section.path)}`: {meaning[0].lower()}{meaning[1:]}\n"


def _table(within: Iterable[Key]) -> str:
    rows = ["| key | default | meaning |", "|---|---|---|"]
    for key in within:
        default = json.dumps(key.default, ensure_ascii=False)
        meaning = key.meaning.replace("|", "\\|").replace("**", "^")
        rows.append(f"| `{'.'.join(key.path)}` | `{default}` | {meaning} |")
    return "\n".join(rows) + "\n"


def _comment(text: str, indent: str) -> list[str]:
    begun = f"{indent}# "
    return textwrap.wrap(
        text,
        width=100,
        initial_indent=begun,
        subsequent_indent=begun,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _flow(value: object) -> str:
    """Return a JSON value as YAML in one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.removesuffix("...\n").strip()


if __name__ == "__main__":
    SCHEMA.write_text(schema_text())
    README.write_text(readme_text(README.read_text()))
    EXAMPLE.write_text(example_text())
