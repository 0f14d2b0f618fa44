"""Pictures of channels: seconds a picture and activation, against torch-lucent 0.1.8.

16 channels of EfficientNet-Lite0's blocks.4.2, 128 px, 200 steps, the same network, machine and
process environment, in turn, several rounds. One script that knows neither judges the pictures.

    python benchmarks/pictures.py [--environments FOLDER] [--rounds N]
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from machine import describe
from peers import Renderer, make_environment, output_of

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "pictures.json"
SCRIPTS = HERE / "pictures"
WORK = ("16", "128", "200")  # channels, pixels, steps

RENDERERS = (
    Renderer("this project", "ours.py"),
    Renderer("torch-lucent 0.1.8", "lucent_peer.py", package="torch-lucent==0.1.8"),
)


def measure(environments: Path, rounds: int, folder: Path) -> dict[str, dict[str, list[float]]]:
    """Return seconds a picture and judged activation of each renderer in every round."""
    found = {renderer.name: {"seconds": [], "activation": []} for renderer in RENDERERS}
    for _ in range(rounds):
        for renderer in RENDERERS:
            pictures = str(folder / "pictures.npy")
            seconds = output_of([*renderer.command(SCRIPTS, environments), *WORK, pictures])
            activation = output_of([sys.executable, str(SCRIPTS / "activation.py"), pictures])
            found[renderer.name]["seconds"].append(seconds)
            found[renderer.name]["activation"].append(activation)
            print(f"{renderer.name:20} {seconds:6.2f} s, activation {activation:.2f}", flush=True)
    return found


def table(found: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    """Return medians, and how many times longer each takes than this project, round by round."""
    ours = found[RENDERERS[0].name]["seconds"]
    return {
        name: {
            "seconds_a_picture": round(statistics.median(values["seconds"]), 3),
            "activation": round(statistics.median(values["activation"]), 3),
            "times_ours": round(
                statistics.median(a / b for a, b in zip(values["seconds"], ours)), 1
            ),
        }
        for name, values in found.items()
    }


def main() -> None:
    """Measure, print a table and write it with the machine's description."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--environments", type=Path, default=HERE / ".environments")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for renderer in RENDERERS:
        if renderer.package:
            make_environment(options.environments, renderer.package)
    with tempfile.TemporaryDirectory() as folder:
        rows = table(measure(options.environments, options.rounds, Path(folder)))
    for name, row in rows.items():
        print(f"{name:20} {row}")
    RESULTS.parent.mkdir(exist_ok=True)
    result = {"machine": describe(), "rounds": options.rounds, "renderers": rows}
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
