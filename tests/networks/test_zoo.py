import pytest
import torch
import torchvision

from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo


def test_packaged_names_win_then_torchvision_then_timm():
    assert zoo.find("efficientnet_lite0").library_name == "tf_efficientnet_lite0"
    assert zoo.find("resnet50").library == "torchvision"
    assert zoo.find("resnet50.a1_in1k").library == "timm"
    assert zoo.find("convnext_atto").library == "timm"


def test_unknown_network_names_the_nearest():
    with pytest.raises(AtlasError, match="'googlenett' is no network.*Did you mean 'googlenet'"):
        zoo.find("googlenett")
    with pytest.raises(AtlasError, match="set network.name|Set network.name"):
        zoo.find("@@@@")


def test_unknown_tag_names_the_nearest():
    with pytest.raises(AtlasError, match="no weights called 'resnet50.a1_in2k'.*a1_in1k"):
        zoo.find("resnet50.a1_in2k")


def test_input_is_what_the_weights_were_trained_on():
    lite = zoo.input_format(zoo.find("efficientnet_lite0"))
    assert lite == zoo.InputFormat(224, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    preset = torchvision.models.Inception_V3_Weights.DEFAULT.transforms()
    inception = zoo.input_format(zoo.find("inception_v3"))
    assert inception.size == preset.crop_size[0] == 299
    assert list(inception.mean) == preset.mean
    assert list(inception.std) == preset.std


def test_auxiliary_heads_are_off():
    model = zoo.build(zoo.find("googlenet"))
    assert model.aux1 is None
    assert model.transform_input


def test_build_depends_on_the_seed_alone():
    lite = zoo.find("efficientnet_lite0")
    torch.manual_seed(1)
    first, state = zoo.build(lite), torch.random.get_rng_state()
    torch.manual_seed(2)
    second = zoo.build(lite)
    assert torch.equal(first.conv_stem.weight, second.conv_stem.weight)
    torch.manual_seed(1)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert not torch.equal(first.conv_stem.weight, zoo.build(lite, seed=1).conv_stem.weight)
    assert zoo.build(lite, classes=7).classifier.out_features == 7
