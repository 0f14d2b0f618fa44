"""What a network says about one image: dictionaries, grids, facets (Olah 2018, Goh 2021)."""
