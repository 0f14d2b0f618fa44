from dataclasses import replace

import numpy as np
import pytest
import torch
import torchvision
from torch import nn

from activation_atlas.errors import AtlasError
from activation_atlas.networks import device as devices
from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.vgg import MEAN, STD, Vgg, load_vgg, normalized, steps
from activation_atlas.settings import DeviceSettings

LAYERS = ["conv1_1", "pool1", "conv2_2", "conv3_1"]


@pytest.fixture(scope="module")
def vgg() -> Vgg:
    return load_vgg("random", None, 0, REFERENCE)


@pytest.fixture(scope="module")
def images() -> torch.Tensor:
    return torch.rand(2, 3, 48, 40, generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="module")
def published(vgg) -> nn.Sequential:
    """Return torchvision's VGG-19 convolutions with average pooling and the same weights."""
    with torch.device("meta"):
        features = torchvision.models.vgg19().features
    features = features.to_empty(device="cpu").eval()
    convolutions = [part for part in features if isinstance(part, nn.Conv2d)]
    for part, (weight, bias) in zip(convolutions, vgg.kernels.values(), strict=True):
        part.weight.data, part.bias.data = weight, bias
    return nn.Sequential(
        *(nn.AvgPool2d(2) if isinstance(part, nn.MaxPool2d) else part for part in features)
    )


def test_it_computes_what_torchvisions_layers_compute(vgg, images, published):
    x = (images - torch.tensor(MEAN)[:, None, None]) / torch.tensor(STD)[:, None, None]
    found = Vgg(vgg.kernels, REFERENCE).activations(images, vgg.layers)
    shown = [part for part in published if not isinstance(part, nn.Conv2d)]
    assert len(shown) == len(vgg.layers) == 21
    expected = {}
    with torch.no_grad():
        for part in published:
            x = part(x)
            if not isinstance(part, nn.Conv2d):
                expected[vgg.layers[len(expected)]] = x.clone()
            if isinstance(part, nn.ReLU):
                x = x.clone()
    for layer in vgg.layers:
        torch.testing.assert_close(found[layer], expected[layer], rtol=1e-3, atol=1e-4)
        assert found[layer].shape[1] == vgg.channels[layer]


def test_random_weights_see_no_frame_around_an_even_image(vgg):
    even = torch.full((1, 3, 32, 40), 0.8)
    for layer in LAYERS:
        found = vgg.activations(even, [layer])[layer]
        torch.testing.assert_close(found, found[:, :, :1, :1].expand_as(found))


def test_layers_above_the_last_are_not_needed(vgg):
    small = torch.rand(1, 3, 8, 8)
    assert vgg.activations(small, ["conv2_1"])["conv2_1"].shape == (1, 128, 4, 4)


def test_the_receptive_field_is_what_a_gradient_reaches(vgg):
    for layer in LAYERS:
        images = torch.rand(1, 3, 64, 64).requires_grad_()
        activation = vgg.activations(images, [layer])[layer]
        place = activation.shape[2] // 2
        (gradient,) = torch.autograd.grad(activation[0, :, place, place].sum(), images)
        rows = gradient[0].abs().sum((0, 2)).nonzero().flatten()
        assert rows.max() - rows.min() + 1 == vgg.receptive_field(layer)
        assert 64 // activation.shape[2] == vgg.stride(layer)


def test_circular_padding_follows_a_shift(vgg, images):
    shifted = images.roll((8, 16), (2, 3))
    for layer in LAYERS:
        stride = vgg.stride(layer)
        there = vgg.activations(images, [layer], circular=True)[layer]
        moved = vgg.activations(shifted, [layer], circular=True)[layer]
        expected = there.roll((8 // stride, 16 // stride), (2, 3))
        torch.testing.assert_close(moved, expected, rtol=1e-3, atol=1e-4)


def test_normalized_it_computes_the_same_and_filters_have_the_mean_one(vgg):
    drawn = torch.Generator().manual_seed(0)
    photos = [torch.rand(3, *size, generator=drawn) for size in ((64, 48), (40, 56))]
    other = normalized(vgg, photos, REFERENCE)
    convolutions = [name for name, kind in steps() if kind == "convolution"][:9]
    mean = dict.fromkeys(convolutions, 0.0)
    for photo in photos:
        for name, activation in other.activations(photo[None], convolutions).items():
            mean[name] += activation.mean((0, 2, 3)) / 2
    image = torch.rand(1, 3, 48, 48, generator=drawn)
    before, after = (each.activations(image, convolutions) for each in (vgg, other))
    for name in convolutions:
        alive = mean[name] > 0
        torch.testing.assert_close(
            mean[name][alive], torch.ones(int(alive.sum())), rtol=5e-3, atol=1e-3
        )
        one, two = before[name][0, alive].flatten(1), after[name][0, alive].flatten(1)
        scale = one.sum(1, keepdim=True) / two.sum(1, keepdim=True).clamp(min=1e-9)
        torch.testing.assert_close(two * scale, one, rtol=1e-3, atol=1e-3)


def test_random_weights_depend_on_the_seed_alone(vgg):
    assert load_vgg("random", None, 0, REFERENCE).digest == vgg.digest
    assert load_vgg("random", None, 1, REFERENCE).digest != vgg.digest
    weight, bias = vgg.kernels["conv3_2"]
    assert weight.std().item() == pytest.approx((2 / weight[0].numel()) ** 0.5, rel=0.01)
    assert not bias.any()


def test_weights_come_from_torchvisions_file(vgg, published, tmp_path):
    state = {f"features.{name}": tensor for name, tensor in published.state_dict().items()}
    file = tmp_path / "vgg19.pth"
    torch.save(state | {"classifier.0.bias": torch.zeros(3)}, file)
    loaded = load_vgg("file", str(file), 0, REFERENCE)
    assert loaded.digest == vgg.digest and loaded.edges == "constant"


def test_mistakes_are_told(published, tmp_path):
    with pytest.raises(AtlasError, match="texture_network.file is not set"):
        load_vgg("file", None, 0, REFERENCE)
    file = tmp_path / "other.pth"
    torch.save({"features.0.weight": torch.zeros(64, 3, 7, 7)}, file)
    with pytest.raises(AtlasError, match=r"does not hold VGG-19: features\.0\.weight"):
        load_vgg("file", str(file), 0, REFERENCE)


def test_bfloat16_stays_near(vgg, images):
    device = devices.resolve(DeviceSettings(name="cpu", dtype="bfloat16"))
    low = Vgg(vgg.kernels, device, vgg.edges).activations(images, ["conv3_1"])["conv3_1"]
    exact = vgg.activations(images, ["conv3_1"])["conv3_1"]
    assert low.dtype == torch.float32
    assert (low - exact).norm() / exact.norm() < 0.02


def test_larger_pictures_come_in_smaller_batches_and_on_a_cpu_alone(vgg):
    elsewhere = Vgg(vgg.kernels, replace(REFERENCE, device=torch.device("meta")))
    assert [elsewhere.batch_of(side, side) for side in (128, 1024)] == [4, 1]
    assert vgg.batch_of(128, 128) == 1


def test_images_of_any_size_are_taken(vgg):
    odd = torch.from_numpy(np.random.default_rng(0).random((1, 3, 37, 53), np.float32))
    assert vgg.activations(odd, ["pool2"])["pool2"].shape == (1, 128, 9, 13)
