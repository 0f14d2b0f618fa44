"""Activations to come close to, to exaggerate, or to amplify."""

import torch
from torch import Tensor

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.elementwise import alike
from activation_atlas.optimize.objectives.direction import COSINE_FLOOR, TINY
from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.targets import one_an_image


def inversion(layer: str, target: Tensor | None = None) -> Objective:
    """Return minus the squared distance to target activations, relative to their squared norm.

    0 at the target, -1 where there is no activation. Mahendran and Vedaldi 2015, "Understanding
    Deep Image Representations by Inverting Them", section 2.

    Args:
        layer: Layer whose activations shall match.
        target: (B, C, rows, columns), one an image or one a group of consecutive images; None for
            those of the photo that an image is held beside, seen through the same transforms.

    Raises:
        AtlasError: When scoring, if the target's shape is not that of the layer's activations, or
            there is neither target nor photo.
    """

    def score(outputs: Outputs) -> Tensor:
        maps, wanted = _compared(outputs, layer, target)
        distance = (maps - wanted).square().sum((1, 2, 3))
        return -distance / wanted.square().sum((1, 2, 3)).clamp(min=TINY)

    return Objective(score, frozenset({layer}))


def caricature(layer: str, target: Tensor | None = None, power: float = 1.0) -> Objective:
    """Return the mean over places of (h·v) max(0.1, cos(h, v))^power, v the target's own vector.

    It exaggerates what the target has. The target is scaled so that the mean square of its
    vectors' norms is 1, so strong places stay stronger than weak ones. The objective is that of
    Lucid's caricatures, with the cosine taken place by place; the default power is this project's.

    Args:
        layer: Layer whose activations are compared.
        target: As of :func:`inversion`.
        power: Power of the cosine; 0 leaves the dot product.

    Raises:
        AtlasError: As :func:`inversion`.
    """

    def score(outputs: Outputs) -> Tensor:
        maps, wanted = _compared(outputs, layer, target)
        size = wanted.square().sum(1).mean((1, 2)).sqrt().clamp(min=TINY)
        wanted = wanted / size[:, None, None, None]
        dot = (maps * wanted).sum(1)
        cosines = dot / (maps.norm(dim=1) * wanted.norm(dim=1)).clamp(min=TINY)
        factor = alike(lambda values: values**power, cosines.clamp(min=COSINE_FLOOR))
        return (dot * factor).mean((1, 2))

    return Objective(score, frozenset({layer}))


def guided(layer: str, guide: Tensor) -> Objective:
    """Return the sum over places of the largest dot product with any place of a guide.

    Its gradient at each place is the guide's vector with the largest dot product, as in
    Mordvintsev et al. 2015, "DeepDream", controlling dreams.

    Args:
        layer: Layer whose activations follow the guide.
        guide: (C, rows, columns) activations of the guiding image in that layer, any size; the
            same for all images.

    Raises:
        AtlasError: When scoring, if the guide does not have the layer's number of channels.
    """

    def score(outputs: Outputs) -> Tensor:
        maps = outputs.activations[layer]
        if len(guide) != maps.shape[1]:
            raise AtlasError(
                f"A guide of {len(guide)} channels doesn't fit layer '{layer}', which has "
                f"{maps.shape[1]}; take it from that layer."
            )
        vectors = maps.flatten(2)
        choices = guide.to(maps.device).flatten(1)
        with torch.no_grad():
            dots = torch.stack([choices.T @ places for places in vectors])
            best = dots.argmax(1)
        return (vectors * choices[:, best].transpose(0, 1)).sum((1, 2))

    return Objective(score, frozenset({layer}))


def half_square(layer: str) -> Objective:
    """Return half the sum of squares of a layer's activations; they are its gradient.

    Mordvintsev et al. 2015, "DeepDream": what the layer sees is amplified.
    """

    def score(outputs: Outputs) -> Tensor:
        return 0.5 * outputs.activations[layer].square().sum((1, 2, 3))

    return Objective(score, frozenset({layer}))


def _compared(outputs: Outputs, layer: str, target: Tensor | None) -> tuple[Tensor, Tensor]:
    """Return the layer's activations and each image's own target, both (B, C, rows, columns)."""
    maps = outputs.activations[layer]
    if target is None:
        if outputs.beside is None:
            raise AtlasError(f"There is no photo to match in layer '{layer}': give Order.beside.")
        target = outputs.beside[layer]
    if target.shape[1:] != maps.shape[1:]:
        raise AtlasError(
            f"A target of shape {tuple(target.shape[1:])} doesn't fit layer '{layer}', whose "
            f"activations are {tuple(maps.shape[1:])}; take it from that layer, of an image of "
            "the same size."
        )
    return maps, one_an_image(target, maps)
