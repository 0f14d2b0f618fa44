import io

import numpy as np
import pytest
from PIL import Image

from activation_atlas.images.decode import Unreadable, cut, measure, read_image, read_square
from activation_atlas.images.photos import Photos

ANY = 10**9


def decoded(data):
    return np.array(read_image(data, ANY))


def measured(data, max_pixels=ANY):
    return measure(io.BytesIO(data), max_pixels)


def as_stored(upright, orientation):
    """Return the pixels that a camera with this EXIF orientation stores, by the EXIF standard."""
    return {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: upright[:, ::-1].transpose(1, 0, 2),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: upright[::-1].transpose(1, 0, 2),
    }[orientation]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_all_orientations_give_the_same_upright_picture(picture, encoded, orientation, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(as_stored(picture, orientation))
    data = encoded(stored, kind, exif=exif)
    assert measured(data) == (90, 60)
    np.testing.assert_array_equal(decoded(data), picture)
    square = (31.0, 7.0, 40.0)
    expected = cut(Image.fromarray(picture), square, 32)
    view = read_square(data, square, 32, (90, 60))
    np.testing.assert_allclose(view.astype(int), expected, atol=1)


def test_orientation_six_turns_the_stored_left_edge_up(encoded):
    stored = np.zeros((4, 6, 3), np.uint8)
    stored[:, 0] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = decoded(encoded(stored, exif=exif))
    assert upright.shape == (6, 4, 3)
    assert upright[0].min() == 255
    assert upright[1:].max() == 0


@pytest.mark.parametrize("size", [(1, 1), (5, 4), (3, 200)])
def test_a_tiny_jpeg_is_an_image(encoded, size):
    assert measured(encoded(Image.new("RGB", size), "JPEG")) == size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_holds_when_a_jpeg_is_decoded_in_reduced_form(encoded, orientation):
    row, col = np.mgrid[0:403, 0:609]
    upright = np.stack([col * 0.4, row * 0.6, 255 * (row > col)], axis=-1).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(np.ascontiguousarray(as_stored(upright, orientation)), "JPEG", exif=exif)
    square = (150.0, 3.0, 399.0)
    expected = cut(Image.fromarray(upright), square, 48).astype(int)
    view = read_square(data, square, 48, (609, 403))
    assert np.abs(view - expected).mean() < 2


def test_palette(picture, encoded):
    palette = Image.fromarray(picture).quantize(64)
    np.testing.assert_array_equal(decoded(encoded(palette)), np.array(palette.convert("RGB")))


def test_transparent_palette_colour_shows_white(encoded):
    image = Image.fromarray(np.array([[0, 1, 2]], np.uint8), "P")
    image.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    pixels = decoded(encoded(image, transparency=1))
    np.testing.assert_array_equal(pixels, [[[255, 0, 0], [255, 255, 255], [0, 0, 255]]])


def test_sixteen_bit_grey_keeps_its_range(encoded):
    levels = np.arange(256, dtype=np.uint16).reshape(16, 16)
    pixels = decoded(encoded(levels * 257))
    np.testing.assert_array_equal(pixels, np.repeat(levels[..., None], 3, axis=2))


def test_sixteen_bit_grey_of_a_pgm_keeps_its_range():
    levels = np.arange(256, dtype=np.uint16).reshape(16, 16)
    data = b"P5 16 16 65535\n" + (levels * 257).astype(">u2").tobytes()
    np.testing.assert_array_equal(decoded(data)[..., 1], levels)


@pytest.mark.parametrize("full", [1, 255, 65535])
def test_floats_are_scaled_by_the_range_that_holds_them(encoded, full):
    levels = np.linspace(0, 1, 52, dtype=np.float32).reshape(4, 13)
    levels[0, 0] = np.nan
    pixels = decoded(encoded(levels * full, "TIFF"))
    expected = np.rint(np.nan_to_num(levels) * 255)
    np.testing.assert_allclose(pixels[..., 0], expected, atol=1)
    assert pixels.max() == 255


def test_grey_and_one_bit_become_rgb(encoded):
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    np.testing.assert_array_equal(decoded(encoded(grey))[..., 2], grey)
    np.testing.assert_array_equal(decoded(encoded(grey > 99))[..., 0], 255 * (grey > 99))
    assert read_square(encoded(grey > 99), (0, 0, 16), 8, (16, 16)).shape == (8, 8, 3)


@pytest.mark.parametrize("grey", [False, True])
def test_alpha_is_laid_on_white(encoded, grey):
    pixels = np.full((1, 3, 2 if grey else 4), 100, np.uint8)
    pixels[0, :, -1] = 0, 51, 255
    shown = decoded(encoded(pixels))
    np.testing.assert_array_equal(shown[0, :, 0], [255, 255 - (255 - 100) * 0.2, 100])


def test_cmyk_jpeg(encoded):
    ink = np.zeros((16, 32, 4), np.uint8)
    ink[:, 16:, 1:3] = 255
    pixels = decoded(encoded(Image.fromarray(ink, "CMYK"), "JPEG", quality=100))
    np.testing.assert_allclose(pixels[8, 4], [255, 255, 255], atol=3)
    np.testing.assert_allclose(pixels[8, 28], [255, 0, 0], atol=3)


def test_an_animation_shows_its_first_frame(encoded):
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    data = encoded(first, "GIF", save_all=True, append_images=[second])
    np.testing.assert_array_equal(decoded(data)[3, 3], [255, 0, 0])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "GIF", "PPM"])
def test_a_file_that_was_cut_has_a_size_and_is_truncated(picture, encoded, kind):
    data = encoded(picture, kind)
    start = data[: len(data) * 3 // 4]
    assert measured(start) == (90, 60)
    with pytest.raises(Unreadable, match="^truncated$"):
        read_image(start, ANY)


def test_a_jpeg_without_its_last_byte_is_truncated(picture, encoded):
    with pytest.raises(Unreadable, match="^truncated$"):
        read_image(encoded(picture, "JPEG")[:-1], ANY)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "GIF", "PPM", "TIFF"])
def test_the_size_is_read_without_the_pixels(encoded, kind):
    noise = np.random.default_rng(0).integers(0, 256, (500, 700, 3), np.uint8)
    file = io.BytesIO(encoded(noise, kind))
    read, taken = file.read, []
    file.read = lambda count=-1: taken.append(read(count)) or taken[-1]
    assert measure(file, ANY) == (700, 500)
    assert sum(map(len, taken)) < 2000


def test_reasons_of_what_is_no_whole_image(picture, encoded):
    for data, reason in (
        (b"", "^empty file$"),
        (b"a text that someone named .jpg\n", "^not an image$"),
        (b"\xff\xd8\xff" + bytes(900), "^damaged"),
        (encoded(picture, "JPEG")[:100], "^truncated$"),
        (encoded(picture, "WEBP")[:200], "^damaged"),
        # A format that runs programs is no image.
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n", "^not an image$"),
    ):
        for look in (measured, decoded):
            with pytest.raises(Unreadable, match=reason):
                look(data)


def test_a_bomb_is_refused_by_its_header(encoded):
    bomb = encoded(Image.new("1", (20_000, 20_000)))
    assert len(bomb) < 100_000
    for look in (measured, read_image):
        with pytest.raises(Unreadable, match="too large: 20000×20000 pixels, limit 100000000"):
            look(bomb, 100_000_000)


def test_broken_exif_does_not_cost_the_picture(picture, encoded):
    data = encoded(picture, exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    np.testing.assert_array_equal(decoded(data), picture)


def test_an_image_that_changed_size_is_unreadable(picture, encoded):
    with pytest.raises(Unreadable, match="changed since"):
        read_square(encoded(picture), (0, 0, 10), 8, (61, 90))


def test_reduced_decoding_is_close_to_full_decoding():
    retina = Photos().read("photos:retina", 0, -1)
    whole = read_image(retina, ANY)
    for square in [(0.0, 0.0, 1411.0), (101.0, 333.0, 900.0)]:
        fast = read_square(retina, square, 96, (1411, 1411)).astype(int)
        left, top, side = square
        box = (left, top, left + side, top + side)
        slow = np.array(whole.resize((96, 96), Image.Resampling.BICUBIC, box=box))
        assert np.abs(fast - slow).mean() < 1


def test_a_view_is_a_writable_array_of_its_own(picture, encoded):
    view = read_square(encoded(picture), (0, 0, 60), 60, (90, 60))
    np.testing.assert_array_equal(view, picture[:, :60])
    view[:] = 0
