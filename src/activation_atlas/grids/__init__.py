"""What is in the cells of a map: means, exemplars, icons, tiles.

Nothing is imported here, so that the rooms that need no torch start fast.
"""
