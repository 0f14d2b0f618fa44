from typing import get_args, get_type_hints

from activation_atlas.images.photos import Photos
from activation_atlas.settings import ImagesSettings, NetworkSettings
from activation_atlas.sheets.licences import IMAGES, PHOTOS, WEIGHTS, licences


def test_every_photo_and_every_source_has_terms():
    assert set(PHOTOS) == {item.key for item in Photos().listing().items}
    assert set(WEIGHTS) == set(get_args(get_type_hints(NetworkSettings)["weights"]))
    assert set(IMAGES) == set(get_args(get_type_hints(ImagesSettings)["source"]))


def test_a_figure_names_the_photos_that_it_shows():
    assert licences("random", "photos", ["china"])["photos"] == {"china": PHOTOS["china"]}
