"""Grids, cells, exemplars, tiles and icons of a map.

Nothing is imported here, so that the rooms that need no torch start fast.
"""
