import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.filter_bank import FilterBank
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DoodlesSettings, TextureNetworkSettings, parse
from activation_atlas.textures.doodle import Doodle, make_doodle
from activation_atlas.textures.landscape import COLOURS
from made_up import random_vgg

SMALL = {"source_size": 96, "size": 72, "layers": ["conv1_1", "conv2_1"], "steps": 15}


def _made(**changed: object) -> Doodle:
    settings = parse(DoodlesSettings, SMALL | changed)
    return make_doodle(random_vgg(), settings, TextureNetworkSettings(), 10**6)


@pytest.fixture(scope="module")
def made() -> Doodle:
    return _made(snapshots=[1, 20])


def test_each_region_is_nearer_to_its_own_one_of_the_style_than_to_any_other(made):
    assert made.distances.shape == (5, 5)
    assert made.distances.argmin(1).tolist() == [0, 1, 2, 3, 4]
    others = made.distances[~np.eye(5, dtype=bool)].reshape(5, 4)
    assert (made.distances.diagonal() < 0.4 * others.min(1)).all()


def test_regions_take_over_the_colours_of_the_style(made):
    for number in range(len(COLOURS)):
        style, painted = (
            image[mask[number].bool().numpy()].mean(0)
            for image, mask in (
                (made.sketch.photo, made.regions.source),
                (made.picture.image, made.regions.target),
            )
        )
        assert np.abs(style - painted).max() < 16


def test_the_picture_has_the_target_masks_size_and_the_photos_range(made):
    image, photo = made.picture.image, made.sketch.photo
    assert image.shape == made.sketch.target_mask.shape == (48, 72, 3)
    assert (image.min((0, 1)) >= photo.min((0, 1))).all()
    assert (image.max((0, 1)) <= photo.max((0, 1))).all()


def test_the_loss_falls_in_each_octave_and_snapshots_are_kept(made):
    first, second = made.picture.curve.reshape(2, 15)
    assert first[-1] < first[0] / 2 and second[-1] < second[0] / 2
    shapes = {step: image.shape for step, image in made.picture.snapshots.items()}
    assert shapes == {1: (24, 36, 3), 20: (48, 72, 3)}


def test_the_same_seed_gives_the_same_bytes(made):
    again = _made(snapshots=[1, 20])
    assert np.array_equal(again.picture.image, made.picture.image)
    assert again.facts == made.facts
    assert made.facts["doodles"]["layers"] == SMALL["layers"]
    assert sorted(made.facts["digests"]) == ["mask", "photo", "target_mask"]


def test_the_filter_bank_paints_as_well():
    bank = FilterBank(REFERENCE, 0, sides=(3, 5, 9), each=8)
    settings = parse(DoodlesSettings, SMALL | {"layers": None})
    made = make_doodle(bank, settings, TextureNetworkSettings(name="filter_bank"), 10**6)
    assert made.facts["doodles"]["layers"] == ["bank"]
    assert made.distances.argmin(1).tolist() == [0, 1, 2, 3, 4]


def test_adam_paints_as_well():
    made = _made(optimizer="adam")
    assert made.distances.argmin(1).tolist() == [0, 1, 2, 3, 4]


def test_content_keeps_forms(tmp_path):
    """With it the result is nearer to the content's activations than without."""
    content = np.zeros((48, 72, 3), np.uint8)
    content[12:36, 20:50] = 220
    Image.fromarray(content).save(tmp_path / "content.png")
    with_content = {"content": str(tmp_path / "content.png"), "content_weight": 30.0}
    distances = []
    for some in (with_content, {}):
        image = _made(**some).picture.image
        shown, kept = (
            random_vgg().activations(to_rgb(each[None]), ["conv4_2"])["conv4_2"]
            for each in (image, content)
        )
        distances.append((shown - kept).square().mean().item())
    assert distances[0] < 0.7 * distances[1]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"layers": ["conv1_9"]}, "has no layer 'conv1_9'"),
        ({"layers": ["conv5_1"]}, "has 96 × 64 pixels, but a place of conv5_1 sees"),
        ({"octaves": 6}, "too small for 6 octaves"),
        ({"colours": 4}, "more than 4 colours"),
        ({"colours": 6}, "fewer than 6 colours"),
    ],
)
def test_a_mistake_is_one_sentence(changed, told):
    with pytest.raises(AtlasError) as error:
        _made(**changed)
    assert told in str(error.value) and "\n" not in str(error.value)
