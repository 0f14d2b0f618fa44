import numpy as np

from activation_atlas.figures.penalized import stretched

MEAN = (0.4, 0.5, 0.6)
MIDDLE = np.array([102, 128, 153], np.uint8)


def test_contrast_is_stretched_about_the_mean_colour_and_said_so():
    image = np.tile(MIDDLE, (40, 50, 1)).astype(int)
    image[:4, :, 0] += 20  # a thirtieth of all values
    panel = stretched(image.astype(np.uint8), MEAN, "thing")
    assert panel.label == "thing, contrast ×6.4"
    assert (panel.image[:4, :, 0] == 230).all()  # 102 + 6.375 · 20, rounded to even
    np.testing.assert_array_equal(panel.image[4:, :, 0], 102)


def test_a_strong_contrast_and_a_flat_picture_stay_as_they_are():
    flat = np.full((8, 8, 3), MIDDLE, np.uint8)
    strong = np.random.default_rng(0).choice(np.array([0, 255], np.uint8), (8, 8, 3))
    np.testing.assert_array_equal(stretched(strong, MEAN, "").image, strong)
    np.testing.assert_array_equal(stretched(flat, MEAN, "").image, flat)
