import math

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.transforms.chain import Chain
from activation_atlas.optimize.transforms.pieces import Jitter, Pad, Rotate, Scale
from activation_atlas.seeds import generator


def _view(chain: Chain, images: Tensor, *names: object) -> Tensor:
    return chain.apply(images, torch.from_numpy(chain.draw(generator(*names), len(images))))


def _smooth(height: int, width: int) -> Tensor:
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    waves = [torch.sin(rows / 9 + columns / 11), torch.cos(rows / 8), torch.sin(columns / 10)]
    return 0.5 + 0.4 * torch.stack(waves)[None]


@pytest.mark.parametrize("pieces", [(), (Pad(4),), (Pad(4, "reflection"), Jitter(0))])
def test_no_change_is_the_identity(pieces: tuple) -> None:
    images = torch.rand(2, 3, 13, 22)
    assert torch.allclose(_view(Chain(pieces), images, "identity"), images, atol=1e-5)


def test_jitter_is_a_crop_of_the_padded_image() -> None:
    images = torch.rand(8, 3, 12, 17)
    chain = Chain((Pad(5), Jitter(6)))
    numbers = torch.from_numpy(chain.draw(generator("jitter"), 8))
    views = chain.apply(images, numbers)
    padded = functional.pad(images, [5] * 4, value=0.5)
    for view, image, matrix in zip(views, padded, numbers.reshape(8, 2, 3)):
        left, top = (5 + matrix[:, 2]).int().tolist()
        assert torch.allclose(view, image[:, top : top + 12, left : left + 17], atol=1e-5)


def test_scale_is_an_enlargement_about_the_centre() -> None:
    images = _smooth(64, 48)
    larger = functional.interpolate(images, scale_factor=1.25, mode="bilinear")
    view = _view(Chain((Scale((1.25,)),)), images, "scale")
    assert torch.allclose(view, larger[:, :, 8:72, 6:54], atol=1e-5)


def test_a_quarter_turn_is_anticlockwise() -> None:
    images = torch.rand(1, 3, 9, 9)
    view = _view(Chain((Rotate((90,)),)), images, "turn")
    assert torch.allclose(view, images.rot90(1, (2, 3)), atol=1e-4)


def test_a_rotation_of_an_oblong_image_is_not_sheared() -> None:
    rows, columns = np.indices((41, 61)) - np.array([20, 30])[:, None, None]
    blob = torch.from_numpy(np.exp(-(rows**2 + columns**2) / 50)).float()[None, None]
    view = _view(Chain((Rotate((30,)),)), blob, "blob")
    assert torch.allclose(view, blob, atol=0.01)


def test_a_chain_is_its_pieces_one_after_another() -> None:
    images = _smooth(96, 80)
    pieces = (Pad(16), Jitter(8), Scale((1.05, 0.95)), Rotate((-5, 4)), Jitter(6))
    view = _view(Chain(pieces), images, "chain")
    one_by_one, drawing = images, generator("chain")
    for piece in pieces:
        alone = Chain((piece,))
        numbers = torch.from_numpy(alone.draw(drawing, 1))
        one_by_one = alone.apply(one_by_one, numbers)
    middle = (slice(None), slice(None), slice(16, -16), slice(16, -16))
    assert (view - images)[middle].abs().max() > 0.1
    assert torch.allclose(view[middle], one_by_one[middle], atol=0.01)


def test_what_lies_beyond_the_image() -> None:
    image = torch.tensor([[[[0.0, 1, 2, 3]]]]).expand(1, 3, 1, 4)
    shift = torch.tensor([[1.0, 0, 3, 0, 1, 0]])
    for pieces, row in (
        ((), [3, 3, 3, 3]),
        ((Pad(9),), [3, 0.5, 0.5, 0.5]),
        ((Pad(9, "reflection"),), [3, 3, 2, 1]),
        ((Pad(2, "reflection"),), [3, 3, 2, 2]),
    ):
        view = Chain(pieces).apply(image, shift)
        assert torch.allclose(view, torch.tensor(row, dtype=torch.float32), atol=1e-5)


def test_matrices_stay_similarities() -> None:
    chain = Chain((Pad(12), Jitter(8), Scale((0.9, 1.1)), Rotate((-10, 10)), Jitter(4)))
    matrices = chain.draw(generator("similar"), 100).reshape(-1, 2, 3)
    assert np.allclose(matrices[:, 0, 0], matrices[:, 1, 1])
    assert np.allclose(matrices[:, 0, 1], -matrices[:, 1, 0])
    factors = 1 / np.sqrt(np.linalg.det(matrices[:, :, :2]))
    assert set(np.round(factors.astype(float), 4)) == {0.9, 1.1}
    assert np.abs(matrices[:, :, 2]).max() <= 4 + math.sqrt(2) * 2 / 0.9


def test_a_pad_comes_first() -> None:
    with pytest.raises(AtlasError, match="put Pad first"):
        Chain((Jitter(8), Pad(12)))
