from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image, ImageOps

from activation_atlas.errors import AtlasError
from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.filter_bank import FilterBank
from activation_atlas.raster import to_rgb
from activation_atlas.settings import (
    StylesSettings,
    TextureNetworkSettings,
    TexturesSettings,
    parse,
)
from activation_atlas.textures.colours import colours_of, in_colours
from activation_atlas.textures.gram import gram
from activation_atlas.textures.luminance import YIQ
from activation_atlas.textures.pictures import Picture, load_picture
from activation_atlas.textures.style import content_terms, make_style, style_plan
from activation_atlas.textures.style_defaults import with_defaults
from activation_atlas.textures.synthesis import Octave, Plan, Synthesis, octaves, synthesize_one
from activation_atlas.textures.terms import loss_of
from activation_atlas.textures.texture import make_textures, texture_terms
from made_up import random_vgg

RANDOM = TextureNetworkSettings()
PHOTO = load_picture("china", 64, 10**6)
STROKES, MOSAIC = load_picture("strokes", 56, 10**6), load_picture("mosaic", 56, 10**6)
SMALL = {"layers": ["conv1_1", "conv2_1"], "content_layers": ["conv2_2"], "steps": 12, "octaves": 1}


def _made(*styles: Picture, content: Picture = PHOTO, seed: int = 0, **changed) -> Synthesis:
    settings = parse(StylesSettings, SMALL | {"snapshots": []} | changed)
    return make_style(random_vgg(), content, styles or [STROKES], settings, RANDOM, seed)


def _grams(image: np.ndarray) -> list[torch.Tensor]:
    found = random_vgg().activations(to_rgb(image[None]), SMALL["layers"])
    return [gram(activation)[0] for activation in found.values()]


def _style_error(image: np.ndarray, style: np.ndarray) -> float:
    pairs = zip(_grams(image), _grams(style))
    return sum(((a - b).square().sum() / b.square().sum()).item() for a, b in pairs)


def _content_error(image: np.ndarray) -> float:
    one, other = (
        random_vgg().activations(to_rgb(each[None]), ["conv2_2"])["conv2_2"]
        for each in (image, PHOTO.image)
    )
    return ((one - other).square().sum() / other.square().sum()).item()


def test_the_style_comes_over_and_the_content_stays():
    made = _made(steps=30).image
    assert made.shape == PHOTO.image.shape
    assert _style_error(made, STROKES.image) < 0.3 * _style_error(PHOTO.image, STROKES.image)
    assert _content_error(made) < 0.5 * _content_error(
        _made(steps=30, ratio=0, start="noise").image
    )


def test_a_larger_ratio_keeps_more_of_the_content():
    errors = [_content_error(_made(ratio=ratio).image) for ratio in (0.01, 0.3, 10)]
    assert errors[0] > errors[1] > errors[2]


@pytest.mark.parametrize("count", [1, 2])
def test_without_content_it_is_texture_synthesis(count):
    """α = 0: the same bytes as a texture's plan from the same start, whatever the content is."""
    layers, height, width = SMALL["layers"], *PHOTO.image.shape[:2]

    def loss_at(octave: Octave):
        size = [round(side * octave.height / height) for side in STROKES.image.shape[:2]]
        smaller = torch.nn.functional.interpolate(
            to_rgb(STROKES.image[None]), size=size, mode="bilinear", antialias=True
        )
        weights = dict.fromkeys(layers, 0.5)
        return loss_of(random_vgg(), texture_terms(random_vgg(), smaller, weights, "energy"))

    low, high = STROKES.image.min((0, 1)) / 255, STROKES.image.max((0, 1)) / 255
    plan = Plan(
        octaves(height, width, count, 12),
        loss_at,
        colours=(tuple(low.tolist()), tuple(high.tolist())),
        mean=tuple(colours_of(STROKES.image).mean.tolist()),
        spread=colours_of(STROKES.image).power(0.5),
    )
    texture = synthesize_one(random_vgg(), plan, ("style", 0, "china", "strokes"))
    made = _made(ratio=0, colours=0, start="noise", octaves=count)
    assert np.array_equal(made.image, texture.image)
    assert np.array_equal(made.curve, texture.curve)


def test_its_plan_without_content_is_that_of_a_texture(monkeypatch):
    """With one noise for both, `make_textures` and `make_style` give the same bytes."""
    settings = TexturesSettings(
        layers=SMALL["layers"], weights=[0.5, 0.5], size=(56, 56), steps=8, octaves=1, snapshots=[]
    )
    settings = replace(settings, colours=0.5, whitened=0.0)
    monkeypatch.setattr(
        "activation_atlas.textures.synthesis.generator", lambda *names: np.random.default_rng(1)
    )
    (texture,) = make_textures(random_vgg(), STROKES.image, settings, RANDOM, "strokes")
    made = _made(content=MOSAIC, ratio=0, colours=0.5, start="noise", steps=8)
    assert np.array_equal(made.image, texture.image)


def test_without_style_the_content_stays():
    settings = with_defaults(parse(StylesSettings, SMALL | {"snapshots": []}), RANDOM)
    made = synthesize_one(random_vgg(), style_plan(random_vgg(), PHOTO, [], settings), ("x",))
    assert np.array_equal(made.image, PHOTO.image)
    assert (made.curve == 0).all()


def test_a_blend_of_one_and_nothing_is_the_one():
    single = _made(MOSAIC, start="noise")
    for styles, blend in (((MOSAIC, STROKES), [1, 0]), ((STROKES, MOSAIC), [0, 2])):
        blended = _made(*styles, blend=blend, start="noise")
        assert np.array_equal(blended.image, single.image)
        assert np.array_equal(blended.curve, single.curve)


def test_a_blend_lies_between_its_styles():
    both, strokes, mosaic = (
        _made(*styles, ratio=0.01, steps=30).image
        for styles in ((STROKES, MOSAIC), (STROKES,), (MOSAIC,))
    )
    for style, own, other in ((STROKES, strokes, mosaic), (MOSAIC, mosaic, strokes)):
        errors = [_style_error(image, style.image) for image in (own, both, other)]
        assert errors[0] < errors[1] < errors[2]


def test_kept_colours_are_the_contents():
    made = _made(keep_colours=True, ratio=0.01, snapshots=[3])
    light, wanted = made.image @ YIQ[0], PHOTO.image @ YIQ[0]
    assert np.abs(light - wanted).mean() > 3
    inside = ((made.image > 0) & (made.image < 255)).all(-1)
    off = np.abs((made.image.astype(float) - PHOTO.image) @ YIQ[1:].T)[inside]
    assert inside.mean() > 0.5 and off.max() < 1.5
    assert made.snapshots[3].shape == PHOTO.image.shape


@pytest.mark.parametrize("start", ["noise", "content", "style"])
def test_it_begins_as_it_is_told(start):
    begun = _made(start=start, steps=1).image
    fitted = np.asarray(ImageOps.fit(Image.fromarray(STROKES.image), PHOTO.image.shape[1::-1]))
    painted = in_colours(PHOTO.image, colours_of(STROKES.image))
    for name, picture in (("content", painted), ("style", fitted)):
        assert (np.abs(begun.astype(int) - picture).mean() < 12) == (start == name)
    other = _made(start=start, steps=1, seed=1).image
    assert np.array_equal(begun, other) == (start != "noise")


def test_without_its_colours_a_style_leaves_the_photos():
    """The photo itself is the content where colours are not asked for."""
    plan = {"ratio": 1000, "steps": 3}
    assert np.abs(_made(colours=0, **plan).image.astype(int) - PHOTO.image).mean() < 2
    painted = in_colours(PHOTO.image, colours_of(STROKES.image))
    assert np.abs(_made(**plan).image.astype(int) - painted).mean() < 2


def test_octaves_go_from_coarse_to_fine():
    made = _made(octaves=2, snapshots=[1, 13])
    assert [image.shape[1] for image in made.snapshots.values()] == [32, 64]
    assert made.image.shape == PHOTO.image.shape and len(made.curve) == 24


def test_the_papers_units_are_those_of_its_equations():
    """α ½ Σ(F - P)² + Σ w_l Σ(G - A)² / 4N²M², with sums over places in F, G and A."""
    content, style = to_rgb(STROKES.image[None]), to_rgb(MOSAIC.image[None])
    image = to_rgb(load_picture("dots", 56, 10**6).image[None])
    terms = content_terms(random_vgg(), content, ["conv2_2"], 0.25, "paper")
    terms += texture_terms(random_vgg(), style, {"conv1_1": 0.5}, "paper")
    found = loss_of(random_vgg(), terms)(image).item()
    kept, wanted = (random_vgg().activations(x, ["conv1_1", "conv2_2"]) for x in (content, style))
    shown = random_vgg().activations(image, ["conv1_1", "conv2_2"])
    by_hand = 0.25 / 2 * (shown["conv2_2"] - kept["conv2_2"]).square().sum()
    flat, target = (x["conv1_1"][0].flatten(1).double() for x in (shown, wanted))
    channels, places = flat.shape
    distance = (flat @ flat.T - target @ target.T).square().sum()
    by_hand = by_hand + 0.5 * distance / (4 * channels**2 * places**2)
    assert found == pytest.approx(by_hand.item(), rel=1e-4)


def test_the_filter_bank_and_adam_work_as_well():
    bank = FilterBank(REFERENCE, 0, sides=(3, 7), each=8)
    filters = TextureNetworkSettings(name="filter_bank")
    settings = StylesSettings(steps=10, snapshots=[], optimizer="adam")
    made = make_style(bank, PHOTO, [STROKES], settings, filters)
    assert made.curve[-1] < made.curve[0]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"layers": ["conv1_9"]}, "has no layer 'conv1_9'"),
        ({"content_layers": ["conv9_1"]}, "has no layer 'conv9_1'"),
        ({"layers": ["conv4_1"]}, "'strokes' has 56 × 56 pixels, but a place of conv4_1 sees 68"),
        ({"octaves": 6}, "'china' has 64 × 43 pixels, too small for 6 octaves"),
        ({"weights": [1, 2, 3]}, "3 weights for 2 layers"),
        ({"blend": [1, 2]}, "2 shares for 1 styles"),
    ],
)
def test_a_mistake_is_one_sentence(changed, told):
    with pytest.raises(AtlasError) as error:
        _made(**changed)
    assert told in str(error.value) and "\n" not in str(error.value)
