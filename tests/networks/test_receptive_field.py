import pytest

from activation_atlas.networks import load_network, receptive_field
from activation_atlas.settings import DeviceSettings, NetworkSettings


def _field(layer: str, size: int) -> float:
    settings = NetworkSettings(name="alexnet", weights="random")
    return receptive_field(load_network(settings, DeviceSettings(name="cpu"), [layer]), layer, size)


def test_a_convolution_sees_its_kernel() -> None:
    # 11 pixels wide; the place's middle lies up to half a stride of 4 beside the kernel's.
    assert _field("features.0", 64) == pytest.approx(11, abs=4)


def test_it_grows_with_depth_within_what_the_arithmetic_allows() -> None:
    # AlexNet's theoretical fields, side by side: 11, 51 and 99 pixels.
    first, second, third = (_field(f"features.{index}", 160) for index in (0, 3, 6))
    assert first < second < third
    assert second <= 51 + 8 and third <= 99 + 16


def test_it_is_about_the_image_for_a_layer_that_sees_all_of_it() -> None:
    assert 64 <= _field("features.10", 80) <= 100
