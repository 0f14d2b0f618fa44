"""Types of numbers by name, as settings and manifests have them."""

import torch


def dtype_name(dtype: torch.dtype) -> str:
    """Return the name of a type, e.g. "float32"."""
    return str(dtype).removeprefix("torch.")
