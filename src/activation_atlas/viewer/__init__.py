"""The pages in which one browses an atlas and dictionaries: data, tiles and plain pictures."""
