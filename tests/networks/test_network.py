import pytest
import torch
import torchvision
from torch import nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import folding, input_size, load_network, weights, zoo
from activation_atlas.settings import DeviceSettings, NetworkSettings

CPU = DeviceSettings(name="cpu")
CASES = [
    ("googlenet", ["mixed3b", "mixed4c"], 64),
    ("vgg19", ["features.8", "features.17"], 48),
    ("alexnet", ["features.1", "features.4"], 96),
    ("resnet18", ["layer1.0.bn2", "layer2.0.relu", "layer2.1"], 64),  # adds to bn2 in place
    ("regnety_002", ["s1", "s2"], 64),
    ("swin_tiny_patch4_window7_224", ["layers.1"], 224),  # channels last
]


def images(side, count=2):
    return torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(3))


def close(ours, theirs):
    assert ours.shape == theirs.shape
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5 * theirs.abs().max().item())


def same_gradient(ours, theirs):
    """Nearly: where rounding puts a unit on the other side of its kink, a gradient jumps."""
    assert (ours - theirs).norm() < 5e-3 * theirs.norm()


def nchw(output):
    """The reference's output with its channels first; where they are shows in the square."""
    return output.permute(0, 3, 1, 2) if output.shape[1] == output.shape[2] else output


@pytest.fixture(scope="module")
def default():
    return load_network(NetworkSettings(), CPU, ["blocks.4.2", "blocks.2.1"])


@pytest.mark.parametrize("name, layers, side", CASES)
def test_outputs_equal_the_untouched_network(name, layers, side, trained, reference):
    network = load_network(trained(name), CPU, layers)
    expected, expected_logits = reference(trained(name), images(side), layers)
    stopped = network.activations(images(side))
    whole, logits = network.run(images(side))
    assert list(stopped) == list(whole) == layers
    close(logits, expected_logits)
    for layer in layers:
        close(whole[layer], nchw(expected[layer]))
        assert torch.equal(stopped[layer], whole[layer])
        assert network.channels[layer] == whole[layer].shape[1]


def test_the_packaged_network_equals_the_untouched_one(default, reference):
    x = images(96).requires_grad_()
    expected, expected_logits = reference(NetworkSettings(), x, default.layers)
    found, logits = default.run(x)
    close(logits, expected_logits)
    for layer in default.layers:
        close(found[layer], expected[layer])
        ours = torch.autograd.grad(default.activations(x)[layer].square().sum(), x)[0]
        theirs = torch.autograd.grad(expected[layer].square().sum(), x, retain_graph=True)[0]
        same_gradient(ours, theirs)


def test_gradients_equal_those_of_the_untouched_network(trained, reference):
    x = images(64).requires_grad_()
    network = load_network(trained("resnet18"), CPU, ["layer2.1"])
    expected, expected_logits = reference(trained("resnet18"), x, ["layer2.1"])
    ours, logits = network.run(x)
    same_gradient(
        torch.autograd.grad(ours["layer2.1"].sin().sum() + logits.sin().sum(), x)[0],
        torch.autograd.grad(expected["layer2.1"].sin().sum() + expected_logits.sin().sum(), x)[0],
    )


def test_facts(default):
    assert default.layers == ("blocks.2.1", "blocks.4.2")  # in the order of computation
    assert default.channels == {"blocks.2.1": 40, "blocks.4.2": 112}
    assert default.shapes == {"blocks.2.1": (40, 28, 28), "blocks.4.2": (112, 14, 14)}
    assert default.shapes_at(96)["blocks.4.2"] == (112, 6, 6)
    assert input_size(NetworkSettings().name) == default.input_size == 224
    assert (default.classes, default.input_size, default.micro_batch) == (1000, 224, 16)
    assert (default.device.type, default.dtype) == ("cpu", torch.float32)


def test_nothing_after_the_last_layer_is_computed(default):
    ran = []
    handle = nn.modules.module.register_module_forward_hook(
        lambda module, _given, _output: ran.append(type(module))
    )
    try:
        default.activations(images(64))
        stopped = len(ran)
        assert nn.Linear not in ran
        default.run(images(64))
    finally:
        handle.remove()
    assert nn.Linear in ran
    assert len(ran) - stopped > stopped


def test_hooks_are_gone_after_a_failure(default):
    with pytest.raises(RuntimeError):
        default.run(torch.zeros(1, 5, 64, 64))
    assert not any(module._forward_hooks for module in default._model.modules())


def test_edits_replace_what_goes_on(default):
    x = images(64)
    plain, logits = default.run(x)
    edited, other = default.run(x, {"blocks.4.2": lambda h: h * 2})
    assert torch.equal(edited["blocks.2.1"], plain["blocks.2.1"])
    assert torch.equal(edited["blocks.4.2"], plain["blocks.4.2"] * 2)
    assert not torch.allclose(other, logits)
    same, logits_again = default.run(x, {"blocks.4.2": lambda _: plain["blocks.4.2"]})
    assert torch.equal(logits_again, logits)


def test_an_edit_elsewhere_is_refused(default):
    with pytest.raises(AtlasError, match=r"'blocks.4.1' can't be edited.*blocks.2.1, blocks.4.2"):
        default.run(images(64), {"blocks.4.1": lambda h: h})


@pytest.mark.parametrize(
    "name, layer", [("efficientnet_lite0", "blocks.4.2"), ("googlenet", "mixed4c")]
)
def test_forward_mode_equals_backward_mode(name, layer, trained):
    settings = NetworkSettings() if name == "efficientnet_lite0" else trained(name)
    network = load_network(settings, CPU, [layer])
    x = images(64, 1)

    def logits(shift):
        edit = {layer: lambda h: h + shift[:, None, None]}
        return network.run(x, edit)[1][0, :5]

    start = torch.zeros(network.channels[layer])
    forward = torch.func.jacfwd(logits)(start)
    close(forward, torch.autograd.functional.jacobian(logits, start))
    assert forward.abs().max() > 0


def test_images_may_come_in_a_vmap(default):
    x = images(64, 3)
    each = torch.func.vmap(lambda image: default.activations(image[None])["blocks.2.1"][0])(x)
    close(each, default.activations(x)["blocks.2.1"])


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_low_precision_stays_near(default, dtype):
    network = load_network(NetworkSettings(), DeviceSettings("cpu", dtype), ["blocks.2.1"])
    exact = default.activations(images(64))["blocks.2.1"]
    rough = network.activations(images(64))["blocks.2.1"]
    assert network.dtype == getattr(torch, dtype)
    assert rough.dtype == torch.float32
    assert 0 < (rough - exact).abs().mean() < 0.05 * exact.abs().mean()


def test_weights_are_frozen_and_the_global_state_stays():
    before = torch.random.get_rng_state()
    network = load_network(NetworkSettings(), CPU, ["blocks.2.1"])
    assert torch.equal(torch.random.get_rng_state(), before)
    assert not any(p.requires_grad for p in network._model.parameters())


def test_the_papers_names_stand_for_torchvisions(trained):
    network = load_network(trained("googlenet"), CPU, ["mixed4c", "inception4c"])
    found = network.activations(images(64))
    assert set(found) == {"mixed4c", "inception4c"}
    assert torch.equal(found["mixed4c"], found["inception4c"])


def test_googlenet_takes_what_torchvision_takes(tmp_path):
    model = torchvision.models.GoogLeNet(aux_logits=True, transform_input=True, init_weights=False)
    torch.save(model.state_dict(), tmp_path / "googlenet.pth")
    settings = NetworkSettings(
        name="googlenet", weights="file", file=str(tmp_path / "googlenet.pth")
    )
    network = load_network(settings, CPU, ["mixed3a"])
    preset = torchvision.models.GoogLeNet_Weights.DEFAULT.transforms(crop_size=64, resize_size=64)
    with torch.no_grad():
        close(network.run(images(64))[1], model.eval()(preset(images(64))))


def test_a_wrong_folding_is_noticed_and_not_used(trained, reference, monkeypatch, caplog):
    def fold_wrongly(model, found, fold=folding.fold):
        folded = fold(model, found)
        folded.get_submodule(found[3][0]).bias.add_(0.5)
        return folded

    monkeypatch.setattr(folding, "fold", fold_wrongly)
    caplog.set_level("INFO")
    network = load_network(trained("resnet18"), CPU, ["layer2.1"])
    assert "batch norms stay unfolded" in caplog.text
    expected, logits = reference(trained("resnet18"), images(64), ["layer2.1"])
    close(network.run(images(64))[1], logits)


def test_unknown_layer():
    with pytest.raises(AtlasError, match=r"no layer 'blocks.4.7'. Did you mean 'blocks.4"):
        load_network(NetworkSettings(), CPU, ["blocks.4.7"])


@pytest.mark.parametrize(
    "layer, given",
    [("classifier", r"\(1, 1000\)"), ("global_pool", r"\(1, 1280\)")],
)
def test_layer_that_is_not_spatial(layer, given):
    with pytest.raises(AtlasError, match=rf"'{layer}'.*not spatial.*{given}.*blocks.4.2"):
        load_network(NetworkSettings(), CPU, [layer])


def test_size_that_the_network_does_not_take():
    settings = NetworkSettings(name="swin_tiny_patch4_window7_224", weights="random")
    network = load_network(settings, CPU, ["layers.1"])
    with pytest.raises(
        AtlasError, match="does not take images of 100 pixels; its own size is 224; set .*icons"
    ):
        network.shapes_at(100)


def test_the_digest_is_that_of_the_untouched_weights(default):
    assert default.digest == weights.digest(weights.load(NetworkSettings()))
    assert default.digest != weights.digest(zoo.build(zoo.find("efficientnet_lite0")))
