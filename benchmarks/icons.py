"""Icons: seconds and faithfulness, against dreamlens 0.1.1 and torch-lucent 0.1.8.

The same 32 directions (activations of real photos), network, machine and process environment, in
turn, several rounds; each peer has its own virtual environment, which is made at the first call and
takes some minutes and gigabytes. One script that knows none of them judges the icons.

    python benchmarks/icons.py [--environments FOLDER] [--rounds N]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from comparison import HERE, Comparison, compare, options
from peers import Renderer

RENDERERS = (
    Renderer("this project", "ours.py"),
    Renderer("dreamlens 0.1.1", "dreamlens_peer.py", package="dreamlens==0.1.1"),
    Renderer("torch-lucent 0.1.8", "lucent_peer.py", ("224",), "torch-lucent==0.1.8"),
    Renderer("torch-lucent at 96 px", "lucent_peer.py", ("96",), "torch-lucent==0.1.8"),
)


def main() -> None:
    """Write the directions, then compare."""
    chosen = options(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        directions = str(Path(folder) / "directions.npy")
        script = str(HERE / "icons" / "directions.py")
        subprocess.run([sys.executable, script, directions], check=True)
        comparison = Comparison(
            "icons", RENDERERS, (directions,), "judge.py", (directions,), "cosine"
        )
        compare(comparison, chosen.environments, chosen.rounds)


if __name__ == "__main__":
    main()
