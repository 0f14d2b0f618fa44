import io

import numpy as np
import pytest
from PIL import Image

import activation_atlas as package
from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.grids.icon_store import read_icons
from activation_atlas.grids.picture import PAPER
from activation_atlas.networks import load_network
from activation_atlas.paths import cells_path, layout_path
from activation_atlas.pipeline import STAGES
from activation_atlas.samples import open_samples
from activation_atlas.settings import DeviceSettings, NetworkSettings, RunSettings, parse
from activation_atlas.settings.derived import subset_of

NETWORK, LAYER = "efficientnet_lite0", "blocks.2.1"
QUICK = {"size": 32, "steps": 2, "image_size": 64}
KINDS = 4


def textures(count=KINDS * 15, side=64):
    """Images of four kinds in turn: red stripes, green checks, blue dots on white, grey noise."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:side, :side]
    images = []
    for number in range(count):
        at = rng.integers(8)
        masks = [
            ((x + at) // 4 % 2, (220, 40, 30)),
            (((x + at) // 8 + (y + at) // 8) % 2, (40, 190, 60)),
            (((x + at) % 16 - 8) ** 2 + ((y + at) % 16 - 8) ** 2 < 20, (30, 60, 230)),
            (rng.random((side, side)) < 0.5, (128, 128, 128)),
        ]
        mask, colour = masks[number % KINDS]
        ground = 255 if number % KINDS == 2 else 20
        image = np.where(np.asarray(mask, bool)[..., None], np.array(colour), ground)
        images.append(np.clip(image + rng.normal(0, 8, image.shape), 0, 255).astype(np.uint8))
    return np.stack(images)


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(), DeviceSettings(), [LAYER])


@pytest.fixture(scope="module")
def made(network):
    return package.atlas(network, LAYER, textures(), side=6, minimum=2, **QUICK)


def test_what_looks_alike_lies_together(made):
    unit, kind = made.layout.unit, np.arange(len(made.layout.unit)) % KINDS
    centres = np.array([np.median(unit[kind == k], axis=0) for k in range(KINDS)])
    nearest = np.linalg.norm(unit[:, None] - centres, axis=2).argmin(axis=1)
    assert np.mean(nearest == kind) > 0.95
    for row, col, exemplar in zip(made.cells.row, made.cells.col, made.cells.exemplar):
        own = np.bincount(exemplar[exemplar >= 0] % KINDS).argmax()
        near = np.maximum(abs(made.cells.row - row), abs(made.cells.col - col)) == 1
        kinds = [np.bincount(some[some >= 0] % KINDS).argmax() for some in made.cells.exemplar]
        alike = np.array(kinds) == own
        assert near[alike].any() or alike.sum() == 1


def test_arrays_have_the_shapes_that_their_cells_say(made):
    cells, count, channels = made.cells, 60, 40
    assert made.samples.activation.shape == (count, channels)
    assert made.samples.position.shape == made.layout.unit.shape == (count, 2)
    assert made.samples.attribution is None and cells.top is None
    k = len(cells.row)
    assert made.icons.images.shape == (k, 32, 32, 3) and made.icons.cosine.shape == (k,)
    assert cells.activation.shape == (k, channels) and cells.exemplar.shape == (k, 8)
    assert made.image.size == (6 * 32, 6 * 32)
    assert made.settings["map"]["neighbours"] == 29
    assert Image.open(io.BytesIO(made._repr_png_())).size == made.image.size


def test_the_picture_has_each_icon_at_its_cell_and_paper_elsewhere(made):
    picture = np.asarray(made.image).reshape(6, 32, 6, 32, 3).swapaxes(1, 2)
    full = np.zeros((6, 6), bool)
    full[made.cells.row, made.cells.col] = True
    assert np.array_equal(picture[made.cells.row, made.cells.col], made.icons.images)
    assert (picture[~full] == PAPER).all() and not full.all()


def test_every_inside_point_is_counted_where_one_sample_is_enough(network):
    made = package.atlas(network, LAYER, textures(), side=5, minimum=1, **QUICK)
    assert made.cells.count.sum() == made.layout.inside.sum()


def test_the_seed_decides_the_atlas_and_the_batch_does_not(network, made):
    other = load_network(NetworkSettings(), DeviceSettings(micro_batch=24), [LAYER])
    one, two = (
        package.atlas(other, LAYER, textures(), side=6, minimum=2, seed=seed, **QUICK)
        for seed in (0, 1)
    )
    assert one.image.tobytes() == made.image.tobytes()
    for name in ("activation", "count", "exemplar"):
        assert getattr(one.cells, name).tobytes() == getattr(made.cells, name).tobytes()
    assert one.layout.unit.tobytes() == made.layout.unit.tobytes()
    assert one.settings == made.settings
    assert two.image.tobytes() != made.image.tobytes()


def test_a_views_position_depends_on_its_own_name_alone(network, made):
    few = package.atlas(network, LAYER, textures()[:20], **QUICK)
    assert np.array_equal(few.samples.position, made.samples.position[:20])
    assert np.array_equal(few.samples.activation, made.samples.activation[:20])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    for number, image in enumerate(textures(8, side=100)):
        kind = folder / f"kind {number % KINDS}"
        kind.mkdir(exist_ok=True)
        Image.fromarray(image).save(kind / f"{number}.png")
    return folder


@pytest.mark.parametrize("method, own", [("umap", {}), ("tsne", {"perplexity": 5.0})])
def test_it_is_the_atlas_that_the_pipeline_makes_of_the_same_images(
    folder, tmp_path, network, method, own
):
    chosen = {"method": method, "neighbours": 10, "minimum": 2, "epochs": 30, **own}
    settings = parse(
        RunSettings,
        {
            "network": {"layers": [LAYER]},
            "images": {"source": "folder", "path": str(folder), "crops": 6, "size": 64},
            "maps": {method: {"sides": [4], **chosen}},
            "icons": {"size": 32, "steps": 2},
            "cells": {"patch": 32},
        },
    )
    for stage, of in [
        *((stage, {}) for stage in ("network", "catalogue")),
        *(("samples", {"part": 0}), ("gather", {})),
        ("neighbours", {"layer": LAYER, "subset": subset_of(settings.maps[method])}),
        *((stage, {"layer": LAYER, "map_name": method}) for stage in ("layout", "cells")),
        ("icons", {"layer": LAYER, "map_name": method, "side": 4, "part": 0}),
    ]:
        STAGES[stage].make(tmp_path, settings, **of)
    made = package.atlas(
        network, LAYER, folder, crops=6, side=4, attribution=True, **chosen, **QUICK
    )
    samples = open_samples(tmp_path, LAYER)
    for name in ("activation", "position", "attribution", "rank", "image"):
        stored = samples.rows(name, np.arange(samples.count))
        assert np.array_equal(stored, getattr(made.samples, name)), name
    for path, kept in [
        (layout_path(tmp_path, LAYER, method), made.layout),
        (cells_path(tmp_path, LAYER, method, 4), made.cells),
    ]:
        store = stores.read(path)
        for name in store:
            assert store[name][:].tobytes() == getattr(kept, name).tobytes(), name
    icons = read_icons(tmp_path, LAYER, method, 4, len(made.cells.row), settings.stores.cells)
    assert np.array_equal(icons["icon"], made.icons.images)
    assert np.array_equal(icons["cosine"], made.icons.cosine)


def test_few_images_are_laid_out_with_fewer_neighbours(network):
    for method in ("umap", "tsne"):
        made = package.atlas(network, LAYER, textures(5), method=method, **QUICK)
        assert made.settings["map"]["neighbours"] == 2 and len(made.cells.row)


def test_arrays_pictures_files_and_photos_may_be_mixed(network, folder):
    path = folder / "kind 0" / "0.png"
    whole = np.asarray(Image.open(path))
    mixed = [whole, Image.open(path), path, str(path), "coffee", textures(1)[0][..., 0]]
    made = package.atlas(network, LAYER, mixed, **QUICK)
    assert made.samples.count == 6
    assert made.settings["images"]["views"] == 6


def test_crops_of_the_sample_photos_are_the_default():
    made = package.atlas(NETWORK, LAYER, crops=2, side=2, minimum=1, **QUICK)
    assert made.samples.count == 34 and made.settings["network"]["weights"] == "package"


def test_a_broken_image_is_left_out_and_named(network, tmp_path):
    for number, image in enumerate(textures(6)):
        Image.fromarray(image).save(tmp_path / f"{number}.png")
    data = (tmp_path / "2.png").read_bytes()
    (tmp_path / "2.png").write_bytes(data[:-30])  # in its pixels, which no header tells
    (tmp_path / "3.png").write_bytes(b"")
    (tmp_path / "6.png").write_bytes((tmp_path / "5.png").read_bytes())
    made = package.atlas(network, LAYER, tmp_path, **QUICK)
    assert made.samples.skipped == [{"key": "2.png", "reason": "truncated"}]
    assert made.samples.image.tolist() == [0, 1, 3, 4, 5]


IMAGES = textures(6)


@pytest.mark.parametrize(
    "layer, images, more, told",
    [
        ("blocks.2.9", IMAGES, {}, "no layer 'blocks.2.9'. Did you mean 'blocks.2.1'"),
        ("classifier", IMAGES, {}, "'classifier' of 'efficientnet_lite0' is not spatial"),
        ("blocks.6.0", IMAGES, {}, "too coarse: for images of 64 pixels its map has 2 × 2 places"),
        (LAYER, [], {}, "There are no images: give (N, H, W, 3)"),
        (LAYER, IMAGES[:0], {}, "There are no images: give (N, H, W, 3)"),
        (LAYER, IMAGES[0], {}, "an array of the shape (64, 64, 3): give (N, H, W, 3)"),
        (LAYER, IMAGES[..., :1], {}, "an array of the shape (6, 64, 64, 1): give (N, H, W, 3)"),
        (LAYER, IMAGES / 255, {}, "Image 0 is an array of float64: give uint8"),
        (LAYER, [IMAGES[0], IMAGES], {}, "Image 1 is an array of the shape (6, 64, 64, 3)"),
        (LAYER, [3], {}, "Image 0 is of type int"),
        (LAYER, iter([]), {}, "The images are of type list_iterator"),
        (LAYER, "nowhere", {}, "'nowhere' is no folder"),
        (LAYER, ["coffeee"], {}, "no file 'coffeee'. Did you mean 'coffee'?"),
        (LAYER, IMAGES[:4], {}, "There are 4 usable samples, and a map needs at least 5"),
        (LAYER, IMAGES, {"neighbours": 6}, "needs 6 neighbours of each sample"),
        (LAYER, IMAGES, {"neighbours": 1}, "'neighbours' is 1"),
        (LAYER, IMAGES, {"method": "pca"}, "'method' is 'pca'"),
        (LAYER, IMAGES, {"minimum": 7}, "holds the minimum of 7 samples, the fullest holds"),
        (LAYER, IMAGES, {"side": 0}, "'sides.0' is 0"),
        (LAYER, IMAGES, {"sides": [3]}, "'sides' is no setting of an atlas in memory: give side"),
        (LAYER, IMAGES, {"class_": "cat"}, "'class_' is no setting of an atlas in memory"),
        (LAYER, IMAGES, {"min_dst": 1}, "'min_dst' is no known key. Did you mean 'min_dist'"),
        (LAYER, IMAGES, {"size": 8}, "'size' is 8"),
        (LAYER, IMAGES, {"steps": 0}, "'steps' is 0"),
        (LAYER, IMAGES, {"crops": 0}, "'crops' is 0"),
    ],
)
def test_a_mistake_is_one_sentence(layer, images, more, told):
    with pytest.raises(AtlasError) as error:
        package.atlas(NETWORK, layer, images, **QUICK | more)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_loaded_network_brings_its_layers_and_weights(network):
    with pytest.raises(AtlasError, match="none of the layers .* loaded with: blocks.2.1. Did you"):
        package.atlas(network, "blocks.2.0", IMAGES, **QUICK)
    with pytest.raises(AtlasError, match="leave out weights and file"):
        package.atlas(network, LAYER, IMAGES, weights="random", **QUICK)


def test_of_a_network_with_several_layers_one_is_taken(network, made):
    both = load_network(NetworkSettings(), DeviceSettings(), [LAYER, "blocks.6.0"])
    one = package.atlas(both, LAYER, textures(), side=6, minimum=2, attribution=True, **QUICK)
    assert np.array_equal(one.samples.activation, made.samples.activation)
    assert one.cells.attribution.shape == (len(one.cells.row), 1000)
