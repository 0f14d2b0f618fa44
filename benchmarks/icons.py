"""Icons: seconds and faithfulness, against dreamlens 0.1.1 and torch-lucent 0.1.8.

The same 32 directions (activations of real photos), network, machine and process environment, in
turn, several rounds; each peer has its own virtual environment, which is made at the first call and
takes some minutes and gigabytes. One script that knows none of them judges the icons.

    python benchmarks/icons.py [--environments FOLDER] [--rounds N]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from machine import describe
from peers import Renderer, make_environment, output_of

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "icons.json"
SCRIPTS = HERE / "icons"


RENDERERS = (
    Renderer("this project", "ours.py"),
    Renderer("dreamlens 0.1.1", "dreamlens_peer.py", package="dreamlens==0.1.1"),
    Renderer("torch-lucent 0.1.8", "lucent_peer.py", ("224",), "torch-lucent==0.1.8"),
    Renderer("torch-lucent at 96 px", "lucent_peer.py", ("96",), "torch-lucent==0.1.8"),
)


def measure(environments: Path, rounds: int, folder: Path) -> dict[str, dict[str, list[float]]]:
    """Return the seconds an icon and the judged cosine of each renderer in every round."""
    directions = folder / "directions.npy"
    subprocess.run([sys.executable, str(SCRIPTS / "directions.py"), str(directions)], check=True)
    found = {renderer.name: {"seconds": [], "cosine": []} for renderer in RENDERERS}
    for number in range(rounds):
        for renderer in RENDERERS:
            icons = folder / f"{renderer.name} {number}.npy"
            command = renderer.command(SCRIPTS, environments)
            seconds = output_of([*command, str(directions), str(icons), *renderer.arguments])
            judge = [sys.executable, str(SCRIPTS / "judge.py"), str(directions), str(icons)]
            cosine = output_of(judge)
            found[renderer.name]["seconds"].append(seconds)
            found[renderer.name]["cosine"].append(cosine)
            print(f"{renderer.name:22} {seconds:7.3f} s an icon, cosine {cosine:.3f}", flush=True)
    return found


def table(found: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    """Return medians, and how many times faster this project is, round by round."""
    ours = found[RENDERERS[0].name]["seconds"]
    return {
        name: {
            "seconds_an_icon": round(statistics.median(values["seconds"]), 3),
            "cosine": round(statistics.median(values["cosine"]), 3),
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
    for package in sorted({renderer.package for renderer in RENDERERS if renderer.package}):
        make_environment(options.environments, package)
    with tempfile.TemporaryDirectory() as folder:
        rows = table(measure(options.environments, options.rounds, Path(folder)))
    for name, row in rows.items():
        print(f"{name:22} {row}")
    result = {"machine": describe(), "rounds": options.rounds, "renderers": rows}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
