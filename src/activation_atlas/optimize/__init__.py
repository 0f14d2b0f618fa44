"""The engine: image parameterizations, transforms, objectives, operators and the loop."""
