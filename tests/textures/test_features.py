import pytest
import torch

from activation_atlas.networks import device as devices
from activation_atlas.networks.vgg import load_vgg
from activation_atlas.settings import DeviceSettings, TextureNetworkSettings
from activation_atlas.textures import features
from activation_atlas.textures.facts import note
from activation_atlas.textures.features import load_features, texture_layers

CPU = DeviceSettings(name="cpu")


@pytest.mark.parametrize("native", [True, False])
def test_auto_takes_bfloat16_where_it_is_native_and_a_named_dtype_stays(native, monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": native})
    bank = TextureNetworkSettings(name="filter_bank")
    assert load_features(bank, CPU).dtype == (torch.bfloat16 if native else torch.float32)
    exact = DeviceSettings(name="cpu", dtype="float32")
    assert load_features(bank, exact).dtype == torch.float32


def test_trained_weights_are_normalized_over_the_sample_photos(tmp_path, monkeypatch):
    monkeypatch.setattr(features, "MEASURED", 48)
    random = load_vgg("random", None, 3, devices.REFERENCE)
    state, number = {}, 0
    for layer in random.layers:
        if layer.startswith("conv"):
            weight, bias = random.kernels[layer]
            state |= {f"features.{number}.weight": weight, f"features.{number}.bias": bias}
        number += 2 if layer.startswith("conv") else 1
    torch.save(state, tmp_path / "vgg19.pth")
    settings = TextureNetworkSettings(weights="file", file=str(tmp_path / "vgg19.pth"))
    loaded = load_features(settings, DeviceSettings(name="cpu", dtype="float32"))
    assert loaded.digest != random.digest
    photos = [torch.rand(3, 64, 64)]
    mean = loaded.activations(photos[0][None], ["conv2_1"])["conv2_1"].mean()
    assert 0.3 < mean < 3
    assert texture_layers(settings) == ("conv1_1", "pool1", "pool2", "pool3", "pool4")
    assert note(loaded, settings, 0).startswith("vgg19 with weights of a file, normalized")


def test_random_weights_are_named_as_such():
    settings = TextureNetworkSettings(name="filter_bank", weights="download")
    bank = load_features(settings, CPU)
    assert bank.layers == texture_layers(settings) == ("bank",)
    assert "random, untrained weights" in note(bank, settings, 7)
    assert note(bank, settings, 7).endswith("seed 7")
