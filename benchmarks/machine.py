"""The machine that a measurement was made on, written beside every result."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe() -> dict[str, object]:
    """Return the processor, its cores and the software that matters."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    flags = next((line for line in lines if line.startswith("flags")), "")
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "bfloat16_instructions": "avx512_bf16" in flags,
        "python": platform.python_version(),
        "torch": version("torch"),
        "timm": version("timm"),
    }
