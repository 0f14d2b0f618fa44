import io
import subprocess
import sys

from activation_atlas.images.decode import measure, read_image
from activation_atlas.images.photos import Photos


def test_every_photo_is_installed_and_shows_something():
    photos = Photos()
    items = photos.listing().items
    assert len(items) == 17
    assert len({item.key for item in items}) == 17
    for item in items:
        data = photos.read(item.where, item.offset, item.bytes)
        assert len(data) == item.bytes
        assert min(measure(io.BytesIO(data), 10**8)) >= 170
        assert read_image(data, 10**8).convert("L").entropy() > 4


def test_the_room_needs_no_torch():
    code = "import sys, activation_atlas.images; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
