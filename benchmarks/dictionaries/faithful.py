"""Judge the icons of some places of a grid as the icons of an atlas are judged.

usage: faithful.py ACTIVATION.npy ICONS.npy
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "icons"))
import judge
from places import judged


def main(source: str, icons: str) -> None:
    """Print the mean cosine of the icons to the activations of their places."""
    activation = np.load(source)
    with tempfile.TemporaryDirectory() as folder:
        directions = str(Path(folder) / "directions.npy")
        np.save(directions, activation.reshape(-1, activation.shape[2])[judged(activation)])
        judge.main(directions, icons)


if __name__ == "__main__":
    main(*sys.argv[1:])
