"""Pictures of channels: seconds a picture and activation, against torch-lucent 0.1.8.

16 channels of EfficientNet-Lite0's blocks.4.2, 128 px, 200 steps, the same network, machine and
process environment, in turn, several rounds. One script that knows neither judges the pictures.

    python benchmarks/pictures.py [--environments FOLDER] [--rounds N]
"""

from comparison import Comparison, compare, options
from peers import Renderer

WORK = ("16", "128", "200")  # channels, pixels, steps
RENDERERS = (
    Renderer("this project", "ours.py"),
    Renderer("torch-lucent 0.1.8", "lucent_peer.py", package="torch-lucent==0.1.8"),
)
COMPARISON = Comparison("pictures", RENDERERS, WORK, "activation.py", (), "activation")


def main() -> None:
    """Compare."""
    chosen = options(__doc__)
    compare(COMPARISON, chosen.environments, chosen.rounds)


if __name__ == "__main__":
    main()
