"""The page in which one browses an atlas: its data, tiles and plain pictures."""

from activation_atlas.viewer.export import export_map
from activation_atlas.viewer.page import write_page

__all__ = ["export_map", "write_page"]
