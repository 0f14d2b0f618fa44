import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.networks import layer_table, load_network
from activation_atlas.settings import DeviceSettings, NetworkSettings


@pytest.mark.parametrize(
    "name, expected",
    [
        ("efficientnet_lite0", ["blocks.1.1", "blocks.2.1", "blocks.4.2", "blocks.6.0"]),
        ("googlenet", ["conv3", "mixed3b", "mixed4e", "mixed5b"]),
        ("vgg19", ["features.17", "features.26", "features.35"]),
        ("alexnet", ["features.1", "features.4", "features.11"]),
        ("resnet18", ["layer1.1", "layer2.1", "layer3.1", "layer4.1"]),
        ("mobilenet_v2", ["features.3", "features.6", "features.13", "features.17"]),
        ("convnext_atto", ["stages.0", "stages.1", "stages.2", "stages.3"]),
    ],
)
def test_suggested_layers_end_the_stages(name, expected):
    table = layer_table(name)
    assert [layer.name for layer in table if layer.suggested] == expected
    assert all(layer.trunk for layer in table if layer.suggested)


def test_the_table_agrees_with_the_network():
    table = {layer.name: layer for layer in layer_table("googlenet")}
    chosen = ["conv1", "mixed3a.branch1", "mixed4c", "mixed5b"]
    network = load_network(
        NetworkSettings(name="googlenet", weights="random"), DeviceSettings("cpu"), chosen
    )
    for name in chosen:
        layer = table[name]
        assert (layer.channels, layer.height, layer.width) == network.shapes[name]
        assert layer.stride * layer.height == 224
    assert not table["mixed3a.branch1"].trunk
    assert "inception4c" not in table
    assert "fc" not in table


def test_modules_called_more_than_once_are_left_out():
    names = [layer.name for layer in layer_table("resnet18")]
    assert "layer1.0.conv1" in names
    assert "layer1.0.relu" not in names


def test_unknown_network():
    with pytest.raises(AtlasError, match="Did you mean 'vgg19'"):
        layer_table("vgg_19")
