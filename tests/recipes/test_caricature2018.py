import numpy as np
import pytest
import torch

from activation_atlas.dictionaries.reading import as_seen
from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import whole_photo
from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.objectives import Outputs
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.transforms import LUCID
from activation_atlas.raster import to_rgb
from activation_atlas.recipes import find, find_inversion
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, NetworkSettings

CARICATURE = find_inversion("caricature")
LAYER = "blocks.1.1"
PHOTOS = generator("photos").integers(0, 256, (3, 48, 48, 3), np.uint8)


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=2), [LAYER])


def _made(network: Network, photos: np.ndarray, steps: int = 4) -> list[Picture]:
    names = [("photo", int(photo[0, 0, 0])) for photo in photos]
    order = Order(
        list(range(len(photos))),
        lambda _: CARICATURE.objective(LAYER),
        names,
        48,
        48,
        beside=photos,
    )
    return list(render(network, CARICATURE.recipe.with_steps(steps), order))


def test_settings_are_lucids(network) -> None:
    (stage,) = CARICATURE.recipe.stages
    assert (stage.steps, stage.rule, stage.transforms) == (512, Adam(0.05), LUCID)
    assert CARICATURE.recipe.images(network, 48, 64) == FourierImages(48, 64)


def test_the_photo_itself_scores_the_size_of_its_activations_and_twice_as_much_doubled() -> None:
    maps = torch.rand(2, 5, 3, 4, generator=torch.Generator().manual_seed(0))
    images = torch.zeros(2, 3, 12, 16)
    size = maps.square().sum(1).mean((1, 2)).sqrt()
    for factor in (1, 2):
        outputs = Outputs(images, images, {"layer": factor * maps}, beside={"layer": maps})
        assert torch.allclose(CARICATURE.objective("layer")(outputs), factor * size)


def test_the_activations_exceed_the_photos(network) -> None:
    photos = as_seen(whole_photo("brick", 10**7), 48, "brick")[None]
    (picture,) = _made(network, photos, steps=64)
    with torch.no_grad():
        made, photo = network.activations(to_rgb(np.stack([picture.image, *photos])))[LAYER]
    assert (made * photo).sum() > photo.square().sum()


def test_a_picture_does_not_depend_on_the_others(network) -> None:
    together = _made(network, PHOTOS)
    (alone,) = _made(network, PHOTOS[2:])
    assert np.array_equal(alone.image, together[2].image)
    assert np.array_equal(alone.curve, together[2].curve)


def test_crops_cannot_be_held_beside_a_photo(network) -> None:
    order = Order([0], lambda _: CARICATURE.objective(LAYER), [("x",)], 269, 269, beside=PHOTOS[:1])
    with pytest.raises(AtlasError, match="'oygard2015' looks at crops"):
        next(render(network, find("oygard2015"), order))
