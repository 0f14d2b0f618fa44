"""Class pictures by every recipe at its own length, against equally long plain ascent.

16 classes of EfficientNet-Lite0. Each picture is seen under a few small random transforms: by the
network that it was made with, whose mean logit of the class counts, and by a second one,
EfficientNet-Lite1, which knows the class or not. Of recipes that are not named the rows stay.

    python benchmarks/recipes.py [--size PIXELS] [RECIPE ...]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from activation_atlas.environment import ENVIRONMENT
from activation_atlas.recipes import find
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


def main() -> None:
    """Measure plain ascent once, then recipe after recipe; each is written when it is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("recipes", nargs="*", metavar="RECIPE", help=f"of {', '.join(SHOWN)}")
    parser.add_argument("--size", type=int, default=128)
    options = parser.parse_args()
    lengths = {name: find(name).steps for name in options.recipes or SHOWN}
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if found.get("size") != options.size:
        found = {"size": options.size, "plain": {}, "recipes": {}}
    if any(str(steps) not in found["plain"] for steps in lengths.values()):
        found["plain"] |= measured("plain", options.size, lengths.values())
        write(found)
    for name, steps in lengths.items():
        row = measured(name, options.size, [steps])[str(steps)]
        print(f"{name:24} {steps:5} steps {row}, plain {found['plain'][str(steps)]}", flush=True)
        found["recipes"][name] = {"steps": steps} | row
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


def write(found: dict) -> None:
    """Write what is there so far, with the machine's description."""
    RESULTS.write_text(json.dumps({"machine": describe()} | found, indent=1) + "\n")


if __name__ == "__main__":
    main()
