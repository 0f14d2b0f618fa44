"""Write the config's JSON schema and its table of keys, both from the settings' classes.

Run it after a change of ``activation_atlas.settings``: ``make schema``.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from activation_atlas.settings import RunSettings, plain, schema

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "workflow" / "schemas" / "config.schema.yaml"
README = ROOT / "config" / "README.md"
BEGIN, END = "<!-- keys: begin -->\n", "<!-- keys: end -->\n"


def schema_text() -> str:
    """Return the schema file's content."""
    head = "# Written from src/activation_atlas/settings by `make schema`.\n"
    return head + yaml.safe_dump(schema(), sort_keys=False, allow_unicode=True, width=100)


def readme_text(old: str) -> str:
    """Return the readme's content with its table of keys written anew."""
    before, rest = old.split(BEGIN)
    return before + BEGIN + "\n" + key_table() + "\n" + END + rest.split(END)[1]


def key_table() -> str:
    """Return a Markdown table of every key: its default and its meaning."""
    rows = ["| key | default | meaning |", "|---|---|---|"]
    for key, default, meaning in keys(schema(), plain(RunSettings())):
        rows.append(f"| `{key}` | {default} | {meaning} |")
    return "\n".join(rows) + "\n"


def keys(node: dict, defaults: dict, above: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (dotted key, default, meaning) of each key below a node of the schema."""
    for name, value in node["properties"].items():
        key, default = above + name, defaults[name]
        named = next(iter(value.get("patternProperties", {}).values()), {})
        if "$ref" in named:  # settings by names that the user gives
            key, default, value = key + ".NAME", next(iter(default.values())), named
        if "$ref" not in value:
            yield key, f"`{json.dumps(default, ensure_ascii=False)}`", _meaning(value)
        else:
            kind = schema()["$defs"][value["$ref"].rsplit("/", 1)[1]]
            yield key, "", f"**{_meaning(kind)}**"
            yield from keys(kind, default, f"{key}.")


def _meaning(value: dict) -> str:
    text = " ".join(value["description"].replace("``", "`").split())
    return text.replace("|", "\\|").replace("**", "^")


if __name__ == "__main__":
    SCHEMA.write_text(schema_text())
    README.write_text(readme_text(README.read_text()))
