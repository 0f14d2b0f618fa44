"""UMAP and t-SNE of the sampled activations, and how faithful they are."""

from activation_atlas.layout.paths import (
    layout_path,
    maps_of,
    neighbours_path,
    plot_path,
    quality_path,
    subset_of,
)

__all__ = [
    "layout_path",
    "maps_of",
    "neighbours_path",
    "plot_path",
    "quality_path",
    "subset_of",
]
