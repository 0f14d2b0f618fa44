"""Paint a photo with this package, and measure the memory.

usage: style.py SIZE ITERATIONS
"""

import resource
import sys

from activation_atlas.notebook.stylize import stylize


def main(size: str, iterations: str) -> None:
    """Paint a photo whose longer side has SIZE pixels; print the peak memory in MB."""
    stylize("retina", "strokes", size=int(size), octaves=1, steps=int(iterations))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
