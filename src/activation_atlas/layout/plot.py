"""A picture of a layout's points."""

import io
from collections import Counter
from collections.abc import Sequence

import numpy as np

OTHERS = "others"
SHADES = [shade for shade in range(20) if shade not in (14, 15)]  # tab20 without its greys


def plot_points(unit: np.ndarray, names: Sequence[str], title: str) -> bytes:
    """Return a PNG of the points `unit` (n, 2), coloured and listed by `names` (n,).

    y grows downward. The rarest names share one grey where there are more than colours.
    """
    from matplotlib import colormaps
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = _most_common(names)
    colours = dict(zip(sorted(set(shown) - {OTHERS}), colormaps["tab20"](SHADES)))
    figure = Figure(figsize=(11, 8), layout="constrained")
    axes = figure.add_subplot()
    size = float(np.clip(30_000 / max(1, len(unit)), 1, 30))
    for name, colour in {OTHERS: "0.8", **colours}.items():
        part = unit[shown == name]
        if len(part):
            axes.scatter(*part.T, s=size, color=colour, linewidths=0, label=_short(name))
    axes.set(xlim=(0, 1), ylim=(1, 0), aspect="equal", xlabel="x", ylabel="y")
    axes.set_title(title)
    legend = axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    for handle in legend.legend_handles:
        handle.set_sizes([40])
    picture = io.BytesIO()
    FigureCanvasAgg(figure).print_png(picture, metadata={"Software": None})
    return picture.getvalue()


def _most_common(names: Sequence[str]) -> np.ndarray:
    counts = Counter(names)
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    kept = set(ranked) if len(ranked) <= len(SHADES) else set(ranked[: len(SHADES)])
    return np.array([name if name in kept else OTHERS for name in names])


def _short(name: str) -> str:
    return name if len(name) <= 32 else name[:31] + "…"
