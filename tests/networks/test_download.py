import socket
import time

import pytest
import safetensors.torch
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks import weights, zoo
from activation_atlas.settings import NetworkSettings


@pytest.fixture(autouse=True)
def offline(tmp_path, monkeypatch):
    """Torch's and the hub's folders empty, and no name that can be looked up."""
    before = torch.hub._hub_dir
    torch.hub.set_dir(str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))

    def refuse(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    torch.hub._hub_dir = before


def load(name):
    return weights.load(NetworkSettings(name=name, weights="download"))


@pytest.mark.parametrize(
    "name, file, url",
    [
        (
            "googlenet",
            "googlenet-1378be20.pth",
            "https://download.pytorch.org/models/googlenet-1378be20.pth",
        ),
        (
            "efficientnet_lite0",
            "tf_efficientnet_lite0.safetensors",
            "https://huggingface.co/timm/tf_efficientnet_lite0.in1k/resolve/main/model.safetensors",
        ),
    ],
)
def test_without_internet_one_is_told_what_to_put_where(name, file, url, tmp_path):
    start = time.monotonic()
    with pytest.raises(AtlasError) as error:
        load(name)
    assert time.monotonic() - start < 10
    message = str(error.value)
    assert f"`curl -L -o {file} {url}`" in message
    assert f"into {tmp_path / 'checkpoints'}" in message
    assert "Name or service not known" in message
    assert socket.getdefaulttimeout() is None


def test_weights_put_there_by_hand_are_found(tmp_path):
    (tmp_path / "checkpoints").mkdir()
    for name, file in (
        ("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth"),
        ("efficientnet_lite0", "tf_efficientnet_lite0.safetensors"),
    ):
        model = weights.random_weights(zoo.find(name), seed=1)
        save = torch.save if file.endswith("pth") else safetensors.torch.save_file
        save(model.state_dict(), tmp_path / "checkpoints" / file)
        assert weights.digest(load(name)) == weights.digest(model)


def test_a_damaged_file_there_is_named(tmp_path):
    (tmp_path / "checkpoints").mkdir()
    for name, file in (
        ("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth"),
        ("efficientnet_lite0", "tf_efficientnet_lite0.safetensors"),
    ):
        (tmp_path / "checkpoints" / file).write_bytes(b"half of it")
        with pytest.raises(AtlasError, match=file):
            load(name)
