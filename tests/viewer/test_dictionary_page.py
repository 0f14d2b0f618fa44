"""The page of the dictionaries in a real browser."""

import io
import re
import shutil

import numpy as np
import pytest
from datafiles import handed_over
from dictionary_fixture import ASKED, CHANNELS
from PIL import Image
from tabs import brightness, hash_of, nameless, paper, until

from activation_atlas import stores
from activation_atlas.images import open_catalogue

LAYERS = ["blocks.2.2", "blocks.4.2"]
PLACE = "#image=chelsea&layer=blocks.4.2&x=0.45&y=0.3"
SPOT = (0.45, 0.3)


@pytest.fixture
def look(visit, dictionaries):
    """Open the page of the dictionaries from disk, unless an address is given."""

    def opened(hash_="", address=None, **options):
        address = address or (dictionaries / "index.html").as_uri()
        options.setdefault("viewport", {"width": 1200, "height": 800})
        return visit(hash_, address, inside=address.rsplit("/", 2)[0], **options)

    return opened


def ready(tab):
    until(tab, "document.querySelectorAll('.word-name').length > 8")
    until(tab, "[...document.querySelectorAll('.words')].every((e) => e.innerText.trim())")
    until(tab, "location.hash.includes('x=')")
    tab.wait_for_timeout(100)


def store_of(dictionaries, layer, image="chelsea"):
    group = stores.read(dictionaries / image / f"{layer}.zarr")
    return {name: group[name][:] for name in ("activation", "gradient", "cosine", "group_share")}


def span(activation, x, y, x2=None, y2=None):
    """The rows and columns of a map that a spot covers, by its relative place."""
    height, width = activation.shape[:2]
    rows = sorted(int(place * height) for place in (y, y if y2 is None else y2))
    cols = sorted(int(place * width) for place in (x, x if x2 is None else x2))
    return slice(rows[0], rows[1] + 1), slice(cols[0], cols[1] + 1)


def words(tab, layer):
    """The (channel, value) of each entry shown of a layer."""
    shown = tab.locator(f".layer[data-layer='{layer}'] .word:visible")
    names = shown.locator(".word-name").all_inner_texts()
    values = shown.locator(".word-value").all_inner_texts()
    return [(int(name), float(value)) for name, value in zip(names, values, strict=True)]


def expected(activation, *spot):
    mean = activation[span(activation, *spot)].mean((0, 1))
    order = np.argsort(-mean, kind="stable")[:8]
    return [(int(channel), float(mean[channel])) for channel in order if mean[channel] > 0]


def same(shown, wanted):
    """Whether entries agree; half floats may swap neighbours that differ by less than shown."""
    assert len(shown) == len(wanted)
    for (_, value), (_, other) in zip(shown, wanted):
        assert value == pytest.approx(other, rel=0.01, abs=0.006)
    assert len({channel for channel, _ in shown} & {channel for channel, _ in wanted}) >= 7


def move(tab, selector, x, y):
    box = tab.locator(selector).bounding_box()
    tab.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])


@pytest.mark.parametrize("how", ["file", "served"])
def test_opens_without_errors_at_the_strongest_place(look, dictionaries, served_dictionaries, how):
    tab = look(address=served_dictionaries if how == "served" else None)
    ready(tab)
    assert tab.title() == "Semantic dictionaries: Activation Atlas"
    assert tab.locator("#notice").is_hidden()
    assert tab.locator(".layer h2").all_inner_texts() == LAYERS
    activation = store_of(dictionaries, LAYERS[-1])["activation"]
    length = np.linalg.norm(activation, axis=2)[1:-1, 1:-1]
    row, col = np.unravel_index(length.argmax(), length.shape)
    place = tab.locator(".layer").last.locator(".place dd").first
    assert place.inner_text() == f"{row + 2}, {col + 2}"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_place_has_the_dictionary_that_the_stores_say(look, dictionaries, layer):
    tab = look(PLACE)
    ready(tab)
    store = store_of(dictionaries, layer)
    same(words(tab, layer), expected(store["activation"], *SPOT))
    facts = tab.locator(f".layer[data-layer='{layer}'] .place dd").all_inner_texts()
    rows, cols = span(store["activation"], *SPOT)
    assert facts[0] == f"{rows.start + 1}, {cols.start + 1}"
    length = np.linalg.norm(store["activation"][rows, cols])
    assert float(facts[1]) == pytest.approx(length, rel=0.01)
    assert float(facts[2]) == pytest.approx(store["cosine"][rows, cols].item(), abs=0.006)


def test_pointing_tells_every_layer_and_leaving_returns(look, dictionaries):
    tab = look(PLACE)
    ready(tab)
    before = {layer: words(tab, layer) for layer in LAYERS}
    for selector in ("#photo", ".layer[data-layer='blocks.4.2'] .grid"):
        move(tab, selector, 0.81, 0.69)
        tab.wait_for_timeout(80)
        for layer in LAYERS:
            activation = store_of(dictionaries, layer)["activation"]
            same(words(tab, layer), expected(activation, 0.81, 0.69))
        assert tab.evaluate("location.hash") == PLACE
        tab.mouse.move(2, 2)
        tab.wait_for_timeout(80)
        assert {layer: words(tab, layer) for layer in LAYERS} == before


def test_click_stays_drag_takes_a_region_and_back_returns(look, dictionaries):
    tab = look(PLACE)
    ready(tab)
    move(tab, ".layer[data-layer='blocks.2.2'] .grid", 0.2, 0.6)
    tab.mouse.down()
    tab.mouse.up()
    until(tab, "location.hash.includes('layer=blocks.2.2')")
    assert float(hash_of(tab)["x"]) == pytest.approx(0.2, abs=0.01)
    corners = (0.21, 0.26, 0.62, 0.74)
    move(tab, "#photo", *corners[:2])
    tab.mouse.down()
    move(tab, "#photo", *corners[2:])
    tab.mouse.up()
    until(tab, "location.hash.includes('x2=')")
    found = [float(hash_of(tab)[key]) for key in ("x", "y", "x2", "y2")]
    assert found == pytest.approx(corners, abs=0.01)
    tab.mouse.move(2, 2)
    tab.wait_for_timeout(80)
    for layer in LAYERS:
        activation = store_of(dictionaries, layer)["activation"]
        same(words(tab, layer), expected(activation, *found))
    assert tab.locator(".layer h3", has_text="This region").count() == 2
    assert tab.locator(".nearest a").count() == 0
    tab.go_back()
    until(tab, "!location.hash.includes('x2=')")
    assert tab.locator(".layer h3", has_text="This place").count() == 2


def added(tab, layer):
    shown = tab.locator(f".layer[data-layer='{layer}'] .word-added:visible")
    return [float(text.replace("−", "-")) for text in shown.all_inner_texts()]


@pytest.mark.parametrize("against", [None, 26])
def test_a_class_or_a_difference_tells_what_each_channel_adds(look, dictionaries, against):
    tab = look(PLACE)
    ready(tab)
    assert added(tab, LAYERS[0]) == []
    tab.get_by_role("button", name="tiger cat").click()
    until(tab, "location.hash.includes('class=10')")
    if against is not None:
        tab.locator("#other").select_option(str(against))
        until(tab, f"location.hash.includes('against={against}')")
    tab.wait_for_timeout(120)
    spoken = "tiger cat" if against is None else "tiger cat rather than coffee mug"
    assert tab.locator("#caption").inner_text() == f"Where blocks.4.2 speaks for {spoken}"
    for layer in LAYERS:
        store = store_of(dictionaries, layer)
        gradient = store["gradient"][ASKED["classes"].index(10)]
        if against is not None:
            gradient = gradient - store["gradient"][ASKED["classes"].index(against)]
        rows, cols = span(store["activation"], *SPOT)
        wanted = (store["activation"] * gradient)[rows, cols].sum((0, 1))
        shown = [channel for channel, _ in words(tab, layer)]
        assert added(tab, layer) == pytest.approx(wanted[shown].tolist(), abs=6e-3)
        whole = tab.locator(f".layer[data-layer='{layer}'] .place dd").last.inner_text()
        assert float(whole.replace("−", "-")) == pytest.approx(wanted.sum(), abs=6e-3)
    tab.get_by_role("button", name="tiger cat").click()
    until(tab, "!location.hash.includes('class=')")


def colours(tab, selector, rows, cols):
    """The colours (rows, cols, 3) at the middles of an evenly divided element."""
    shot = tab.locator(selector).screenshot()
    image = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(float)
    height, width = image.shape[:2]
    down = ((np.arange(rows) + 0.5) / rows * height).astype(int)
    right = ((np.arange(cols) + 0.5) / cols * width).astype(int)
    return image[down][:, right]


def test_icons_and_veil_lie_where_their_places_do(look, dictionaries):
    tab = look("#image=chelsea&layer=blocks.4.2&x=0.99&y=0.99", color_scheme="light")
    ready(tab)
    grid = ".layer[data-layer='blocks.4.2'] .grid"
    store = store_of(dictionaries, "blocks.4.2")
    height, width = store["activation"].shape[:2]
    icon = stores.read(dictionaries / "chelsea/blocks.4.2.zarr")["icon"][:]
    plain = colours(tab, grid, height, width)
    middle = icon[:, :, 9:15, 9:15].mean((2, 3))
    kept = np.ones((height, width), bool)
    kept[-1, -1] = False  # outlined
    assert np.abs(plain - middle)[kept].mean() < 12
    tab.locator(".layer[data-layer='blocks.4.2'] .group").nth(1).click()
    until(tab, "location.hash.includes('group=blocks.4.2.1')")
    tab.mouse.move(2, 2)
    tab.wait_for_timeout(120)
    assert tab.locator("#caption").inner_text() == "Group 2 of blocks.4.2"
    paper = np.array([0xF7, 0xF5, 0xF0])
    veil = 0.86 * (1 - store["group_share"][..., 1] ** 0.7)[..., None]
    wanted = plain * (1 - veil) + paper * veil
    assert np.abs(colours(tab, grid, height, width) - wanted)[kept].mean() < 6


def test_sized_icons_and_magnitudes_follow_the_length(look, dictionaries):
    store = store_of(dictionaries, "blocks.4.2")
    length = np.linalg.norm(store["activation"], axis=2)
    length = np.minimum(length, length[1:-1, 1:-1].max())
    tab = look("#image=chelsea&layer=blocks.4.2&x=0.99&y=0.99", color_scheme="light")
    ready(tab)
    tab.get_by_role("button", name="Magnitude").click()
    until(tab, "location.hash.includes('view=magnitude')")
    tab.wait_for_timeout(120)
    grid = ".layer[data-layer='blocks.4.2'] .grid"
    shown = 255 - colours(tab, grid, *length.shape).mean(2)
    assert np.corrcoef(shown.ravel()[:-1], length.ravel()[:-1])[0, 1] > 0.99
    tab.keyboard.press("v")
    until(tab, "!location.hash.includes('view=')")
    tab.keyboard.press("v")
    until(tab, "location.hash.includes('view=sized')")
    tab.wait_for_timeout(120)
    paper = np.abs(colours(tab, grid, length.shape[0] * 9, length.shape[1] * 9) - 0xF4) < 12
    free = paper.all(2).reshape(length.shape[0], 9, length.shape[1], 9).mean((1, 3))
    assert np.corrcoef(free.ravel(), length.ravel())[0, 1] < -0.7


def test_sprites_are_those_of_their_channels(look, dictionaries, served_dictionaries):
    tab = look(PLACE, served_dictionaries)
    ready(tab)
    mean = """(canvas) => { const { data } = canvas.getContext('2d')
        .getImageData(0, 0, canvas.width, canvas.height);
        const sum = [0, 0, 0];
        for (let i = 0; i < data.length; i++) if (i % 4 < 3) sum[i % 4] += data[i];
        return sum.map((each) => each / (data.length / 4)); }"""
    for layer in LAYERS:
        folder = dictionaries.parent / "sprites" / layer
        icons = np.concatenate([stores.read(folder / name)["icon"][:] for name in SHARDS])
        shown = tab.locator(f".layer[data-layer='{layer}'] .word:visible .sprite")
        for (channel, _), canvas in zip(words(tab, layer), shown.all(), strict=True):
            assert canvas.evaluate(mean) == pytest.approx(icons[channel].mean((0, 1)), abs=5)


SHARDS = ("00000.zarr", "00016.zarr")


def test_an_entry_opens_its_channel_with_real_images(look, dictionaries):
    tab = look(PLACE + "&class=10")
    ready(tab)
    entry = tab.locator(".layer[data-layer='blocks.4.2'] .word").first
    channel = int(entry.locator(".word-name").inner_text())
    entry.click()
    panel = tab.locator("#panel")
    assert panel.locator("h2").inner_text() == f"Channel {channel}"
    assert hash_of(tab)["channel"] == f"blocks.4.2.{channel}"
    assert entry.get_attribute("aria-pressed") == "true"
    tab.mouse.move(2, 2)
    tab.wait_for_timeout(120)
    assert tab.locator("#caption").inner_text() == f"Channel {channel} of blocks.4.2"
    store = store_of(dictionaries, "blocks.4.2")
    facts = panel.locator(".facts dd").all_inner_texts()
    own = store["activation"][..., channel]
    assert float(facts[1]) == pytest.approx(own.max(), rel=0.01)
    total = (own * store["gradient"][0, ..., channel]).sum()
    assert float(facts[3].replace("−", "-")) == pytest.approx(total, abs=0.006)
    panel.get_by_role("button", name="Next channel").click()
    assert panel.locator("h2").inner_text() == f"Channel {(channel + 1) % CHANNELS}"
    tab.keyboard.press("Escape")
    panel.wait_for(state="hidden")


@pytest.mark.parametrize("channel, examples", [(0, 6), (1, 2), (2, 0)])
def test_a_channel_shows_as_many_examples_as_it_has(look, channel, examples):
    tab = look(f"{PLACE}&channel=blocks.2.2.{channel}")
    ready(tab)
    assert tab.locator("#panel .examples canvas").count() == examples
    drawn = "[...document.querySelectorAll('.examples canvas')].every((c) => c.width > 1)"
    until(tab, drawn)


def test_keyboard_alone_is_enough(look, dictionaries):
    tab = look(PLACE)
    ready(tab)
    height, width = store_of(dictionaries, "blocks.4.2")["activation"].shape[:2]
    row, col = int(0.3 * height), int(0.45 * width)
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")
    place = tab.locator(".layer").last.locator(".place dd").first
    until(tab, f"document.getElementById('spoken').textContent.startsWith('Row {row + 2}')")
    tab.wait_for_timeout(60)
    assert place.inner_text() == f"{row + 2}, {col + 2}"
    tab.keyboard.press("Shift+ArrowRight")
    tab.wait_for_timeout(60)
    assert place.inner_text() == f"{row + 2}, {col + 2}–{col + 3}"
    tab.keyboard.press("Escape")
    until(tab, "!location.hash.includes('x2=')")
    tab.keyboard.press("[")
    until(tab, "location.hash.includes('layer=blocks.2.2')")
    tab.keyboard.press("2")
    until(tab, "location.hash.includes('class=26')")
    tab.keyboard.press("0")
    until(tab, "!location.hash.includes('class=')")
    tab.keyboard.press("Enter")
    tab.locator("#panel h2").wait_for()
    assert hash_of(tab)["channel"].startswith("blocks.2.2.")
    tab.keyboard.press("Escape")
    tab.keyboard.press(".")
    until(tab, "location.hash.includes('image=coffee')")
    ready(tab)
    same(
        words(tab, "blocks.2.2"),
        expected(
            store_of(dictionaries, "blocks.2.2", "coffee")["activation"],
            float(hash_of(tab)["x"]),
            float(hash_of(tab)["y"]),
        ),
    )
    tab.keyboard.press("?")
    tab.locator("dialog").wait_for()
    tab.keyboard.press("Escape")
    tab.locator("dialog").wait_for(state="detached")


def test_images_chosen_quickly_one_after_another_end_with_the_last(look, dictionaries):
    tab = look(PLACE + "&class=10")
    ready(tab)
    for key in ".,.,.":
        tab.keyboard.press(key)
    until(tab, "location.hash.includes('image=coffee') && location.hash.includes('x=')")
    tab.wait_for_timeout(200)
    spot = [float(hash_of(tab)[axis]) for axis in "xy"]
    for layer in LAYERS:
        activation = store_of(dictionaries, layer, "coffee")["activation"]
        same(words(tab, layer), expected(activation, *spot))
        assert len(added(tab, layer)) == len(words(tab, layer))


def test_deep_link_restores_everything(look):
    link = (
        "#image=coffee&layer=blocks.2.2&x=0.2&y=0.3&x2=0.5&y2=0.6"
        "&class=26&against=5&view=sized&channel=blocks.4.2.7"
    )
    tab = look(link)
    ready(tab)
    tab.locator("#panel h2").wait_for()
    assert tab.evaluate("location.hash") == link
    assert tab.locator("#other").input_value() == "5"
    pressed = tab.locator(".switch button[aria-pressed=true]").all_inner_texts()
    assert pressed == ["coffee", "Sized"]
    assert tab.locator(".layer.active h2").inner_text() == "blocks.2.2"
    assert tab.locator("#panel h2").inner_text() == "Channel 7"


@pytest.mark.parametrize(
    "link",
    [
        "#image=no&layer=none&x=a&class=999&against=10&view=odd&channel=blocks.4.2.999",
        "#%%%",
        "#channel=7&group=x.y&x=9e9&y=-4&class=-1",
        "#group=blocks.4.2.99&class=10&against=10",
    ],
)
def test_nonsense_links_show_the_page(look, link):
    tab = look(link)
    ready(tab)
    assert tab.locator("#panel").is_hidden() and tab.locator("#notice").is_hidden()
    assert hash_of(tab)["image"] == "chelsea"
    assert 0 <= float(hash_of(tab)["x"]) <= 1 and "group" not in hash_of(tab)


def test_vectors_lead_to_their_nearest_cell_and_exemplars_back(look, exported, dictionaries):
    tab = look(PLACE)
    ready(tab)
    activation = store_of(dictionaries, "blocks.4.2")["activation"]
    rows, cols = span(activation, *SPOT)
    vector = activation[rows, cols].ravel()
    cells = stores.read(exported.path / "cells/blocks.4.2/umap/16.zarr")
    means = cells["activation"][:]
    best = (means @ vector / np.linalg.norm(means, axis=1)).argmax()
    tab.locator(".layer[data-layer='blocks.4.2'] .nearest a").click()
    tab.locator("#panel h2").wait_for()
    row, col = cells["row"][best], cells["col"][best]
    assert f"Row {row + 1}, column {col + 1} of 16 × 16" in tab.locator("#panel").inner_text()
    assert "atlas/index.html#map=umap&layer=blocks.4.2" in tab.url


def test_exemplars_of_the_atlas_lead_to_their_place(look, exported, dictionaries):
    catalogue = open_catalogue(exported.path, exported.settings.images)
    blocks = sorted((exported.path / "atlas/maps/blocks.4.2/umap/cells-8").glob("*.js"))
    details = [cell for path in blocks for cell in handed_over(path)]
    cell, at = next(
        (number, exemplar["at"])
        for number, each in sorted(enumerate(details), key=lambda pair: int(pair[0]))
        for exemplar in each["exemplars"]
        if exemplar and exemplar["where"] == "photos:chelsea"
    )
    table = stores.read(exported.path / "cells/blocks.4.2/umap/8.zarr")
    assert len(table["row"][:]) == len(details) and len(catalogue) > 30
    atlas = (exported.path / "atlas/index.html").as_uri()
    key = f"8.{table['row'][cell]}.{table['col'][cell]}"
    tab = look(f"#layer=blocks.4.2&map=umap&cell={key}", atlas)
    link = tab.locator("#panel .patch-link", has_text="chelsea").first
    link.click()
    ready(tab)
    assert "dictionaries/index.html#image=chelsea&layer=blocks.4.2" in tab.url
    assert [float(hash_of(tab)[axis]) for axis in "xy"] == pytest.approx(at, abs=1e-3)


def test_light_and_dark(look):
    light, dark = look(PLACE, color_scheme="light"), look(PLACE, color_scheme="dark")
    assert brightness(paper(light)) > 600 and brightness(paper(dark)) < 150
    ready(light)
    light.keyboard.press("t")
    assert paper(light) == paper(dark)


def test_narrow_screens_and_touch(look):
    tab = look(viewport={"width": 360, "height": 720}, has_touch=True, device_scale_factor=2)
    ready(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.evaluate("document.getElementById('book').scrollWidth") <= 360
    before = tab.locator("#photo").bounding_box()
    tab.touchscreen.tap(before["x"] + 0.75 * before["width"], before["y"] + 0.5 * before["height"])
    until(tab, "location.hash.includes('x=0.7')")
    tab.evaluate("document.getElementById('book').scrollTo(0, 900)")
    assert tab.locator("#photo").bounding_box()["y"] == pytest.approx(before["y"], abs=14)
    tab.locator(".word:visible").first.tap()
    panel = tab.locator("#panel")
    panel.locator("h2").wait_for()
    assert panel.bounding_box()["width"] == 360
    assert tab.evaluate("document.getElementById('panel').scrollWidth") <= 360


def test_every_control_has_a_name(look):
    tab = look(PLACE + "&class=10&channel=blocks.4.2.3")
    ready(tab)
    kinds = "button, select, a, canvas[role], [role=img]"
    assert nameless(tab, kinds, "!e.offsetParent || e.labels?.length") == []


def test_help_tells_how_to_read_it_and_what_it_was_made_of(look):
    tab = look(PLACE)
    ready(tab)
    tab.get_by_role("button", name="Help").click()
    text = tab.locator("dialog").inner_text()
    for fact in ("efficientnet_lite0", "0f0f0f", "averaged over 16 points", "made"):
        assert fact in text


@pytest.mark.parametrize(
    "lost, sentence",
    [
        ("manifest.js", "manifest.js is missing"),
        ("images/chelsea/blocks.4.2/reading.js", "reading.js is missing"),
        ("images/chelsea/blocks.4.2/class/10.js", r"class/10\.js is missing"),
        ("images/chelsea/blocks.4.2/icons.webp", "icons.webp is missing"),
        ("layers/blocks.4.2/examples/3.webp", r"examples/3\.webp is missing"),
    ],
)
def test_missing_files_are_told_in_one_sentence(look, dictionaries, tmp_path, lost, sentence):
    ignored = shutil.ignore_patterns("*.zarr")
    shutil.copytree(dictionaries, tmp_path / "dictionaries", ignore=ignored)
    (tmp_path / "dictionaries/index.data" / lost).unlink()
    tab = look(
        PLACE + "&class=10&channel=blocks.4.2.3",
        (tmp_path / "dictionaries/index.html").as_uri(),
        allowed=["ERR_FILE_NOT_FOUND"],
    )
    notice = tab.locator("#notice")
    notice.wait_for(state="visible")
    assert re.search(sentence, notice.inner_text())
    notice.get_by_role("button", name="Dismiss").click()
    notice.wait_for(state="hidden")
