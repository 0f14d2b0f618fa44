"""Draw the seconds and the peak memory of each stage over the number of samples, log-log.

python plot.py RESULTS.json PICTURE.png
"""

import json
import sys
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def main(results: str, picture: str) -> None:
    """Draw one curve a stage."""
    stages = json.loads(Path(results).read_text())["stages"]
    figure = Figure(figsize=(9, 3.8), dpi=90, layout="constrained")
    panels = figure.subplots(1, 2)
    for name, rows in stages.items():
        samples = [int(count) for count in rows]
        for axes, what, unit in zip(panels, ("seconds", "peak_mb"), (1, 1000)):
            axes.loglog(samples, [row[what] / unit for row in rows.values()], "o-", label=name)
    for axes, title in zip(panels, ("seconds", "peak memory, GB")):
        axes.set(title=title, xlabel="samples")
        axes.grid(which="major", color="0.9")
        axes.spines[["top", "right"]].set_visible(False)
    panels[1].axhline(12, color="0.5", linestyle=":")
    panels[1].legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    FigureCanvasAgg(figure).print_png(picture, metadata={"Software": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
