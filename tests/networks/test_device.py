import logging
import tempfile
from types import SimpleNamespace

import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks import device as module
from activation_atlas.networks.claim import claim
from activation_atlas.networks.device import resolve
from activation_atlas.settings import DeviceSettings


@pytest.fixture
def machine(monkeypatch):
    def has(cuda=0, mps=False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
        monkeypatch.setattr(
            torch.cuda, "get_device_properties", lambda index: SimpleNamespace(uuid=f"gpu-{index}")
        )

    return has


@pytest.fixture
def granted(monkeypatch, tmp_path):
    """Return a function that plays Slurm, which gave a job GPU 1, with or without a driver."""

    def grant(driver: bool) -> None:
        monkeypatch.setenv("SLURM_STEP_GPUS", "1")
        monkeypatch.setattr(module, "DRIVERS", [str(tmp_path if driver else tmp_path / "none")])
        module._cpu_instead_of.cache_clear()

    return grant


def test_auto_on_a_cpu(machine):
    machine()
    device = resolve(DeviceSettings())
    assert (device.device.type, device.dtype, device.micro_batch) == ("cpu", torch.float32, 16)
    assert device.memory_format == torch.channels_last


def test_auto_takes_cuda_first(machine):
    machine(cuda=1, mps=True)
    device = resolve(DeviceSettings())
    assert (device.device.type, device.dtype, device.micro_batch) == ("cuda", torch.float32, 64)


def test_a_cpu_batch_is_never_so_small_that_its_size_shows_in_the_results(machine):
    machine()
    assert resolve(DeviceSettings(micro_batch=2)).micro_batch == 16
    assert resolve(DeviceSettings(micro_batch=20)).micro_batch == 20


def test_auto_says_that_a_gpu_can_not_be_used(machine, monkeypatch, tmp_path, caplog):
    machine()
    monkeypatch.setattr(module, "DRIVERS", [str(tmp_path)])
    assert resolve(DeviceSettings()).device.type == "cpu"
    assert "There is a GPU, but this PyTorch can't use it" in caplog.text


def test_a_gpu_computes_in_full_precision(machine, monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    monkeypatch.setattr(torch.backends.cudnn, "deterministic", False)
    machine(cuda=1)
    resolve(DeviceSettings())
    assert torch.backends.cudnn.deterministic and not torch.backends.cudnn.allow_tf32


def test_auto_takes_mps_next(machine):
    machine(mps=True)
    device = resolve(DeviceSettings())
    assert (device.device.type, device.dtype) == ("mps", torch.float32)


def test_settings_win(machine):
    machine(cuda=2)
    device = resolve(DeviceSettings(name="cuda:1", dtype="float16", micro_batch=5))
    assert (device.device, device.dtype, device.micro_batch) == (
        torch.device("cuda:1"),
        torch.float16,
        5,
    )
    assert resolve(DeviceSettings(name="cpu")).device.type == "cpu"


@pytest.mark.parametrize("name", ["auto", "cuda"])
def test_of_several_gpus_one_is_claimed_that_is_free(machine, monkeypatch, tmp_path, name):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    machine(cuda=3)
    claim.cache_clear()
    claim(("gpu-0",))  # as another process would, by another question
    assert resolve(DeviceSettings(name=name)).device == torch.device("cuda:1")
    assert resolve(DeviceSettings(name="cuda:2")).device == torch.device("cuda:2")


@pytest.mark.parametrize("name", ["auto", "cuda"])
def test_a_pretended_gpu_of_slurm_is_the_cpu_and_the_log_says_so_once(
    machine, granted, caplog, name
):
    machine()
    granted(driver=False)
    with caplog.at_level(logging.WARNING):
        assert [resolve(DeviceSettings(name=name)).device.type for _ in range(2)] == ["cpu", "cpu"]
    assert [record.message for record in caplog.records] == [
        "Slurm gave GPU 1, which is not a real one: computing on the CPU"
    ]


def test_a_real_gpu_of_slurm_that_does_not_work_is_an_error(machine, granted):
    machine()
    granted(driver=True)
    with pytest.raises(AtlasError, match="'cuda' is not available"):
        resolve(DeviceSettings(name="cuda"))


@pytest.mark.parametrize("name", ["cuda", "cuda:3", "mps", "meta", "xpu"])
def test_device_that_is_not_there(machine, name):
    machine(cuda=3 if name == "cuda:3" else 0)
    with pytest.raises(AtlasError, match=f"'{name}' is not available.*auto or cpu"):
        resolve(DeviceSettings(name=name))


def test_unknown_device():
    with pytest.raises(AtlasError, match="'gpu' is no device; set device.name"):
        resolve(DeviceSettings(name="gpu"))
