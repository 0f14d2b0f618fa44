"""One short file a paper: which parameterization, transforms, objective and schedule it uses."""
