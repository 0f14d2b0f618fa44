"""Class pictures by every recipe at its own length, against equally long plain ascent.

16 classes of EfficientNet-Lite0. Each picture is seen under a few small random transforms: by the
network that it was made with, whose mean logit of the class counts, and by a second one,
EfficientNet-Lite1, which knows the class or not. Of recipes that are not named the rows stay. Each
row is sealed with a digest of what its recipe was made of.

    python benchmarks/recipes.py [--size PIXELS] [RECIPE ...]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from activation_atlas import stores
from activation_atlas.environment import ENVIRONMENT
from activation_atlas.networks import Network, load_network
from activation_atlas.recipes import find
from activation_atlas.recipes.facts import described
from activation_atlas.settings import DeviceSettings, NetworkSettings
from machine import describe

HERE = Path(__file__).parent
SCRIPTS = HERE / "recipes"
RESULTS = HERE / "results" / "recipes.json"
SHOWN = (
    "simonyan2014",
    "yosinski2015-1",
    "yosinski2015-2",
    "yosinski2015-3",
    "yosinski2015-4",
    "mordvintsev2015",
    "mordvintsev2015-noprior",
    "oygard2015",
    "oygard2015-gradient",
    "tyka2016",
    "olah2017",
    "olah2017-paper",
    "atlas",
)
"""All that are made for classes; the others dream of layers, or show facets of channels."""
DIGITS = 6  # of a parameter that count: the last ones of computed parameters are the machine's


def main() -> None:
    """Measure plain ascent once, then recipe after recipe; each is written when it is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("recipes", nargs="*", metavar="RECIPE", help=f"of {', '.join(SHOWN)}")
    parser.add_argument("--size", type=int, default=128)
    options = parser.parse_args()
    lengths = {name: find(name).steps for name in options.recipes or SHOWN}
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"made_of": {}}
    if found.get("size") != options.size or "plain" in unmeasured(found):
        found = {"size": options.size, "plain": {}, "recipes": {}, "made_of": {}}
    if any(str(steps) not in found["plain"] for steps in lengths.values()):
        found["plain"] |= measured("plain", options.size, lengths.values())
        seal(found, ["plain"])
        write(found)
    for name, steps in lengths.items():
        row = measured(name, options.size, [steps])[str(steps)]
        print(f"{name:24} {steps:5} steps {row}, plain {found['plain'][str(steps)]}", flush=True)
        found["recipes"][name] = {"steps": steps} | row
        seal(found, [name])
        write(found)


def measured(recipe: str, size: int, steps: Iterable[int]) -> dict[str, dict[str, float]]:
    """Return what the judge says of a recipe's pictures after each number of steps."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder) / "pictures.npz"
        output_of("pictures.py", recipe, size, pictures, *steps)
        return json.loads(output_of("judge.py", pictures))


def output_of(script: str, *arguments: object) -> str:
    """Return the last line that a script prints."""
    command = [sys.executable, str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ENVIRONMENT
    )
    return done.stdout.rstrip().rpartition("\n")[2]


def seal(found: dict, recipes: Iterable[str]) -> None:
    """Note of what recipes that have just been measured are made."""
    found["made_of"] |= digests(recipes)


def unmeasured(found: dict) -> list[str]:
    """Return the recipes that are made of something else than when they were measured."""
    now = digests(["plain", *SHOWN])
    return [name for name, digest in now.items() if found["made_of"].get(name) != digest]


def digests(recipes: Iterable[str]) -> dict[str, str]:
    """Return by recipe the digest of all its parameters, the same on every machine."""
    made_of = {name: described(find(name), _network()) for name in recipes}
    for parts in made_of.values():
        del parts["paper"]  # no picture depends on what it is called
    return {name: stores.digest_of(_rounded(parts)) for name, parts in made_of.items()}


@cache
def _network() -> Network:
    """Return the one whose mean and size the recipes are described for; weights don't matter."""
    return load_network(NetworkSettings(weights="random"), DeviceSettings(name="cpu"), [])


def _rounded(value: object) -> object:
    """Return JSON values with all numbers rounded."""
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def write(found: dict) -> None:
    """Write what is there so far, with the machine's description."""
    RESULTS.write_text(json.dumps({"machine": describe()} | found, indent=1) + "\n")


if __name__ == "__main__":
    main()
