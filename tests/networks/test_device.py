import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks.device import resolve
from activation_atlas.settings import DeviceSettings


@pytest.fixture
def machine(monkeypatch):
    def has(cuda=0, bfloat16=True, mps=False):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: bfloat16)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    return has


def test_auto_on_a_cpu(machine):
    machine()
    device = resolve(DeviceSettings())
    assert (device.device.type, device.dtype, device.micro_batch) == ("cpu", torch.float32, 8)
    assert device.memory_format == torch.channels_last


@pytest.mark.parametrize("bfloat16, dtype", [(True, torch.bfloat16), (False, torch.float32)])
def test_auto_takes_cuda_first(machine, bfloat16, dtype):
    machine(cuda=1, bfloat16=bfloat16, mps=True)
    device = resolve(DeviceSettings())
    assert (device.device.type, device.dtype, device.micro_batch) == ("cuda", dtype, 64)


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


@pytest.mark.parametrize("name", ["cuda", "cuda:3", "mps", "meta", "xpu"])
def test_device_that_is_not_there(machine, name):
    machine(cuda=3 if name == "cuda:3" else 0)
    with pytest.raises(AtlasError, match=f"'{name}' is not available.*auto or cpu"):
        resolve(DeviceSettings(name=name))


def test_unknown_device():
    with pytest.raises(AtlasError, match="'gpu' is no device; set device.name"):
        resolve(DeviceSettings(name="gpu"))
