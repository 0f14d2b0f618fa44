"""Where tensors are computed and in which precision, decided in one place."""

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks.claim import claim
from activation_atlas.progress import log
from activation_atlas.settings import DeviceSettings

CPU_BATCH = 16  # measured: larger batches leave the cache and take longer per image
LEAST_CPU_BATCH = 16
"""Whole batches of at least so many: their rows fill every vector of a processor, so that where a
row lies doesn't show in its last bits."""
GPU_BATCH = 64
DRIVERS = ("/dev/nvidiactl", "/dev/kfd")  # are there where a driver of NVIDIA's or AMD's GPUs is


@dataclass(frozen=True)
class Device:
    """A device and how to use it."""

    device: torch.device
    dtype: torch.dtype
    micro_batch: int
    memory_format: torch.memory_format


def resolve(settings: DeviceSettings) -> Device:
    """Return the device that the settings name, with every ``auto`` decided.

    Of several GPUs, a process gets one that no other process of the user has, unless the settings
    name it by its number. On a cluster that only pretends to have GPUs, as one for tests does, a
    job that was given one computes on the CPU and says so.

    Raises:
        AtlasError: the device is unknown or not available on this machine.
    """
    device = _device(settings.name)
    on_cpu = device.type == "cpu"
    micro_batch = settings.micro_batch
    if micro_batch == "auto":
        micro_batch = CPU_BATCH if on_cpu else GPU_BATCH
    if on_cpu:
        micro_batch = max(micro_batch, LEAST_CPU_BATCH)
    layout = torch.contiguous_format if device.type == "mps" else torch.channels_last
    return Device(device, getattr(torch, settings.precision), micro_batch, layout)


def resolve_fast(settings: DeviceSettings) -> Device:
    """Return the device as :func:`resolve` does, with bfloat16 for ``dtype: auto`` if it is native.

    For work that averages over many places, where the last bits hardly show.

    Raises:
        AtlasError: see :func:`resolve`.
    """
    resolved = resolve(settings)
    if settings.dtype == "auto" and _has_bfloat16(resolved.device):
        return replace(resolved, dtype=torch.bfloat16)
    return resolved


def _has_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def _device(name: str) -> torch.device:
    if name in ("auto", "cuda") and torch.cuda.is_available():
        return _gpu()
    if name in ("auto", "cuda") and (pretended := _pretended()):
        return _cpu_instead_of(pretended)
    if name == "auto":
        if _has_driver():
            log.warning("There is a GPU, but this PyTorch can't use it: computing on the CPU")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise AtlasError(
            f"'{name}' is no device; set device.name to auto, cpu, cuda, cuda:1 or mps."
        ) from None
    available = {
        "cpu": True,
        "cuda": torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available(),
    }
    if not available.get(device.type, False):
        raise AtlasError(
            f"The device '{name}' is not available on this machine; set device.name to auto or cpu."
        )
    return device


def _gpu() -> torch.device:
    """Return the GPU that is this process's, which computes what is asked for, and repeatably."""
    torch.backends.cudnn.allow_tf32 = False  # else float32 has a mantissa of ten bits
    torch.backends.cudnn.deterministic = True
    count = torch.cuda.device_count()
    if count == 1:
        return torch.device("cuda")
    uuids = (str(torch.cuda.get_device_properties(index).uuid) for index in range(count))
    return torch.device("cuda", claim(tuple(uuids)))


def _pretended() -> str | None:
    """Return the numbers of the GPUs that Slurm gave to this job, if this machine has no real ones.

    A real one that torch can't use is a fault, about which a job must not keep silent for days.
    """
    return None if _has_driver() else os.environ.get("SLURM_STEP_GPUS")


def _has_driver() -> bool:
    return any(Path(driver).exists() for driver in DRIVERS)


@cache
def _cpu_instead_of(gpus: str) -> torch.device:
    log.warning("Slurm gave GPU %s, which is not a real one: computing on the CPU", gpus)
    return torch.device("cpu")


REFERENCE = resolve(DeviceSettings(name="cpu", dtype="float32"))
"""Where exactness counts."""
