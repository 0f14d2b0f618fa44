"""How near textures come to their sources, in the network that made them and in another one.

The materials of the default run at 256 px, 200 iterations, the same number at each octave, by
random VGG-19. One network that made none of the textures judges them. Then the memory for a large
texture and a large painting.

    python benchmarks/materials.py [--size PIXELS] [--iterations N] [--large PIXELS]
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from activation_atlas.optimize.lbfgs import Lbfgs
from activation_atlas.settings import TexturesSettings
from comparison import HERE
from machine import describe
from peers import printed_by

SCRIPTS = HERE / "textures"
OCTAVES = {"brick": 3}
"""From coarse to fine, 2 where none are named: bricks are longer than what a place sees at 128 px;
with 3 the petals would fall where the photo has them."""
REMEMBERED = Lbfgs().memory + 1
"""Iterations after which L-BFGS takes all the memory that it ever takes."""


def judged(source: str, size: int, iterations: int) -> dict[str, object]:
    """Return what the judge says of a texture."""
    with tempfile.TemporaryDirectory() as folder:
        texture = str(Path(folder) / "texture.npy")
        octaves = OCTAVES.get(source, 2)
        work = [source, str(size), str(iterations), texture, "auto", str(octaves)]
        printed_by([sys.executable, str(SCRIPTS / "ours.py"), *work])
        judge = [sys.executable, str(SCRIPTS / "judge.py"), source, texture]
        row = {"octaves": octaves} | json.loads(printed_by(judge))
    print(f"{source:10} {row}", flush=True)
    return row


def memory(size: int) -> dict[str, int]:
    """Return the peak memory in MB of a texture and of a painting."""
    with tempfile.TemporaryDirectory() as folder:
        texture = str(Path(folder) / "texture.npy")
        work = {
            "texture": ["ours.py", "gravel", str(size), str(REMEMBERED), texture, "auto"],
            "painting": ["style.py", str(size), str(REMEMBERED)],
        }
        return {
            name: round(
                float(printed_by([sys.executable, str(SCRIPTS / script), *rest]).split()[0])
            )
            for name, (script, *rest) in work.items()
        }


def main() -> None:
    """Measure, print and write the figures with the machine's description."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--iterations", type=int, default=200)
    parser.add_argument("--large", type=int, default=1024)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "materials.json")
    options = parser.parse_args()
    work = {"size": options.size, "iterations": options.iterations}
    sources = TexturesSettings().sources
    rows = {name: judged(name, options.size, options.iterations) for name in sources}
    result = {"machine": describe()} | work | {"materials": rows}
    options.out.write_text(json.dumps(result, indent=1) + "\n")
    result[f"peak_mb_at_{options.large}"] = memory(options.large)
    options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
