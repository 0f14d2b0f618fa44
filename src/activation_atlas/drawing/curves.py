"""Curves of an objective or a loss by step, as a plot."""

import io
from collections.abc import Mapping

import numpy as np


def plotted(title: str, curves: Mapping[str, np.ndarray], of: str, log: bool = False) -> bytes:
    """Return a plot of curves (steps,) as a PNG file.

    Args:
        title: Title on top.
        curves: Curves by what they belong to.
        of: What they show, e.g. "loss".
        log: Whether the axis is logarithmic.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Plot

    plot = Plot(figsize=(9, 5), dpi=110, layout="constrained")
    axes = plot.add_subplot()
    for name, curve in curves.items():
        axes.plot(np.arange(len(curve)), curve, label=name, linewidth=1.2)
    axes.set(xlabel="step", ylabel=of, yscale="log" if log else "linear")
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8)
    content = io.BytesIO()
    FigureCanvasAgg(plot).print_png(content, metadata={"Software": None})
    return content.getvalue()
