"""The page in a real browser: every way to look at the atlas."""

import io
import json
import re
import shutil

import numpy as np
import pytest
from fixture import CLASSES, colour
from PIL import Image
from tabs import brightness, hash_of, nameless, paper, until

from activation_atlas import stores

HOME = "#map=umap&layer=blocks.2.2&x=0.5&y=0.5&z=8.7"  # shows the grid of side 8
CLOSE = "#map=umap&layer=blocks.2.2&x=0.5&y=0.5&z=10.6"


def ready(tab, side=""):
    until(tab, f"document.getElementById('caption').textContent.startsWith('{side}')")
    until(tab, "document.getElementById('caption').textContent.includes('grid')")
    tab.wait_for_timeout(350)


def on_screen(tab, side, row, col, right=0.5, down=0.5):
    """Where a point of a cell (or of arrays of cells) lies on the screen, by the hash alone."""
    now, box = hash_of(tab), tab.locator("#map").bounding_box()
    width = 2 ** float(now["z"])
    x = ((col + right) / side - float(now["x"])) * width + box["width"] / 2 + box["x"]
    y = ((row + down) / side - float(now["y"])) * width + box["height"] / 2 + box["y"]
    return x, y


def labels(tab):
    shown = tab.locator("#overlay").get_attribute("data-labels")
    return [text for text in (shown or "").split("|") if text]


def cells(run, layer, side, map_name="umap"):
    group = stores.read(run.path / "cells" / layer / map_name / f"{side}.zarr")
    return {name: group[name][:] for name in group}


def short(index):
    return CLASSES[index].split(",")[0]


@pytest.mark.parametrize("how", ["file", "served"])
def test_opens_without_errors_and_shows_a_grid(visit, served, how):
    tab = visit(address=served if how == "served" else None)
    ready(tab)
    assert tab.title() == "Activation Atlas"
    assert tab.locator("#notice").is_hidden()
    assert re.match(r"\d+ × \d+ grid · \d+ cells", tab.locator("#caption").inner_text())
    assert len(labels(tab)) > 2
    tab.keyboard.press("+")
    tab.mouse.move(500, 400)
    tab.mouse.click(500, 400)
    tab.locator("#panel h2").wait_for()


@pytest.mark.parametrize("layer", ["blocks.2.2", "blocks.4.2"])
@pytest.mark.parametrize("zoom, side", [(7.7, 4), (8.7, 8), (9.7, 16)])
def test_icons_lie_where_their_cells_do(exported, visit, layer, zoom, side):
    """The plain border of an icon has the colour of its row and column, so no flip goes unseen."""
    tab = visit(f"#map=umap&layer={layer}&x=0.5&y=0.5&z={zoom}")
    ready(tab, side)
    tab.keyboard.press("l")
    tab.mouse.move(5, 5)
    tab.wait_for_timeout(250)
    image = np.asarray(Image.open(io.BytesIO(tab.screenshot())).convert("RGB")).astype(float)
    table, checked = cells(exported, layer, side), 0
    places = on_screen(tab, side, table["row"], table["col"], 0.07, 0.07)
    for row, col, x, y in zip(table["row"], table["col"], *places):
        if 150 < x < 850 and 90 < y < 700:
            seen = image[int(y), int(x)]
            wanted = colour(layer, side, row, col)
            assert np.abs(seen - wanted).max() < 16, (row, col, seen, wanted)
            checked += 1
    assert checked > 6


def test_hover_card_says_what_the_data_say(exported, visit):
    tab = visit(HOME)
    ready(tab, 8)
    table = cells(exported, "blocks.2.2", 8)
    cell = len(table["row"]) // 2
    tab.mouse.move(*on_screen(tab, 8, table["row"][cell], table["col"][cell]))
    card = tab.locator("#card")
    card.wait_for(state="visible")
    names = card.locator(".bars-name").all_inner_texts()
    assert names == [short(index) for index in table["top"][cell][:3]]
    value = table["attribution"][cell, table["top"][cell][0]]
    assert float(card.locator(".bars-value").first.inner_text()) == pytest.approx(value, abs=0.006)
    assert card.locator(".card-count").inner_text() == f"{table['count'][cell]} samples"
    tab.mouse.move(30, 200)
    card.wait_for(state="hidden")


def test_click_opens_details_and_back_closes_them(exported, visit):
    tab = visit(HOME)
    ready(tab, 8)
    table = cells(exported, "blocks.2.2", 8)
    cell = 17
    row, col = table["row"][cell], table["col"][cell]
    tab.mouse.click(*on_screen(tab, 8, row, col))
    panel = tab.locator("#panel")
    panel.locator("h2").wait_for()
    assert f"Row {row + 1}, column {col + 1} of 8 × 8" in panel.inner_text()
    shown = panel.locator("section", has_text="Speaks for").locator(".bars-name").all_inner_texts()
    assert shown == [short(index) for index in table["top"][cell]]
    against = panel.locator("section", has_text="Speaks against").locator(".bars-name")
    assert against.all_inner_texts() == [short(index) for index in table["bottom"][cell]]
    assert panel.locator(".patches figure").count() == 6
    assert panel.locator(".neighbour").count() == 6
    panel.locator("summary").click()
    paths = panel.locator("code").all_inner_texts()
    assert paths[0] == "results/made/icons/blocks.2.2/umap/8/0000.zarr [17]"
    assert any(path.startswith("photos:") for path in paths)
    until(tab, "document.querySelector('.hero').width > 1")
    assert hash_of(tab)["cell"] == f"8.{row}.{col}"
    tab.go_back()
    panel.wait_for(state="hidden")
    tab.go_forward()
    panel.wait_for(state="visible")


def test_copies_a_path(visit):
    tab = visit(HOME + "&cell=8.3.3", permissions=["clipboard-read", "clipboard-write"])
    ready(tab)
    tab.locator("#panel summary").click()
    tab.locator("#panel .files button").first.click()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("results/made/icons/blocks.2.2/umap/8/00")
    assert copied.endswith(".zarr")


def test_neighbour_opens_its_cell(exported, visit):
    tab = visit(HOME + "&cell=8.3.3")
    ready(tab)
    tab.locator(".neighbour").first.click()
    until(tab, "!location.hash.includes('cell=8.3.3')")
    table = cells(exported, "blocks.2.2", 8)
    unit = table["activation"] / np.linalg.norm(table["activation"], axis=1, keepdims=True)
    start = np.flatnonzero((table["row"] == 3) & (table["col"] == 3))[0]
    likeness = unit @ unit[start]
    likeness[start] = -1
    best = likeness.argmax()
    assert hash_of(tab)["cell"] == f"8.{table['row'][best]}.{table['col'][best]}"


def test_layer_and_map_switches_keep_the_view(visit):
    tab = visit(CLOSE)
    ready(tab)
    before = hash_of(tab)
    tab.get_by_role("button", name="blocks.4.2").click()
    ready(tab)
    tab.get_by_role("button", name="tsne").click()
    ready(tab)
    after = hash_of(tab)
    assert (after["layer"], after["map"]) == ("blocks.4.2", "tsne")
    assert [after[key] for key in "xyz"] == [before[key] for key in "xyz"]
    tab.go_back()
    tab.go_back()
    until(tab, "location.hash.includes('layer=blocks.2.2')")
    pressed = tab.locator(".switch button[aria-pressed=true]").all_inner_texts()
    assert pressed == ["blocks.2.2", "umap"]


def test_deep_link_restores_everything(visit):
    link = "#map=tsne&layer=blocks.4.2&x=0.42000&y=0.61000&z=8.700&cell=8.4.3&class=12"
    tab = visit(link)
    ready(tab)
    tab.locator("#panel h2").wait_for()
    tab.wait_for_timeout(400)
    assert tab.evaluate("location.hash") == link
    assert tab.locator(".chip-name").inner_text() == short(12)
    assert "Row 5, column 4 of 8 × 8" in tab.locator("#panel").inner_text()


@pytest.mark.parametrize(
    "link",
    ["#map=no&layer=none&x=a&cell=8.99.99&class=99999", "#%%%", "#cell=7.0.0&z=abc", "#cell=8.0.0"],
)
def test_nonsense_links_show_the_atlas(visit, link):
    tab = visit(link)
    ready(tab)
    assert tab.locator("#panel").is_hidden()
    assert hash_of(tab)["layer"] == "blocks.2.2"


@pytest.mark.parametrize("link", ["#x=0.5&y=0.5&z=2000", "#x=1e300&y=0&z=9", "#x=0&y=0&z=-2000"])
def test_a_link_far_off_stays_near_the_map(visit, link):
    tab = visit(link)
    ready(tab)
    found = hash_of(tab)
    assert -1 <= float(found["x"]) <= 2 and -1 <= float(found["y"]) <= 2
    assert 4 <= float(found["z"]) <= 20


def test_labels_thin_out_when_zoomed_out(visit):
    seen = []
    for zoom in (8.0, 9.0, 10.0):
        tab = visit(f"#map=umap&layer=blocks.2.2&x=0.5&y=0.5&z={zoom}")
        ready(tab)
        seen.append(len(labels(tab)) * (4 ** max(0, zoom - 9.4)))  # for the whole map
    assert 0 < seen[0] < seen[1] < seen[2]
    tab.keyboard.press("l")
    tab.wait_for_timeout(150)
    assert labels(tab) == []


def test_keyboard_alone_is_enough(exported, visit):
    tab = visit(HOME)
    ready(tab, 8)
    tab.keyboard.press("Enter")
    tab.locator("#panel h2").wait_for()
    first = hash_of(tab)["cell"].split(".")
    tab.keyboard.press("ArrowRight")
    until(tab, f"!location.hash.includes('cell={'.'.join(first)}')")
    second = hash_of(tab)["cell"].split(".")
    assert second == [first[0], first[1], str(int(first[2]) + 1)]
    tab.keyboard.press("ArrowDown")
    until(tab, f"location.hash.includes('cell=8.{int(first[1]) + 1}.{second[2]}')")
    assert f"column {int(second[2]) + 1}:" in tab.locator("#spoken").inner_text()
    tab.keyboard.press("Escape")
    tab.locator("#panel").wait_for(state="hidden")
    tab.keyboard.press("]")
    until(tab, "location.hash.includes('layer=blocks.4.2')")
    tab.keyboard.press("[")
    until(tab, "location.hash.includes('layer=blocks.2.2')")
    zoom = float(hash_of(tab)["z"])
    for key, bigger in (("+", True), ("-", False)):
        tab.keyboard.press(key)
        tab.wait_for_timeout(1100)
        now = float(hash_of(tab)["z"])
        assert (now > zoom) is bigger
        zoom = now
    tab.keyboard.press("+")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("0")
    tab.wait_for_timeout(1100)
    assert 0.9 < 2 ** float(hash_of(tab)["z"]) / tab.locator("#map").bounding_box()["height"] < 1
    tab.keyboard.press("?")
    tab.locator("dialog").wait_for()
    tab.keyboard.press("Escape")
    tab.locator("dialog").wait_for(state="detached")


def test_search_tints_the_cells_by_a_class(exported, visit):
    tab = visit(HOME)
    ready(tab, 8)
    tab.keyboard.press("l")
    plain = tab.screenshot()
    tab.keyboard.press("/")
    wanted = exported.manifests["blocks.2.2", "umap"]["classes"][0]
    tab.keyboard.type(CLASSES[wanted][:6])
    tab.keyboard.press("Enter")
    tab.locator("#chip").wait_for(state="visible")
    tab.wait_for_timeout(400)
    assert hash_of(tab)["class"] == str(wanted)
    table = cells(exported, "blocks.2.2", 8)
    value = table["attribution"][:, wanted]
    strong, weak = value.argmax(), np.abs(value).argmin()
    before, after = (
        np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(float)
        for shot in (plain, tab.screenshot())
    )
    change = []
    for cell in (strong, weak):
        x, y = on_screen(tab, 8, table["row"][cell], table["col"][cell], 0.07, 0.07)
        change.append(np.abs(after[int(y), int(x)] - before[int(y), int(x)]).max())
    assert change[0] < 12 and change[1] > 40
    tab.keyboard.press("Escape")
    tab.locator("#chip").wait_for(state="hidden")


def test_light_and_dark(visit):
    light = visit(HOME, color_scheme="light")
    ready(light)
    dark = visit(HOME, color_scheme="dark")
    ready(dark)
    assert brightness(paper(light)) > 600 and brightness(paper(dark)) < 150
    light.keyboard.press("t")
    assert paper(light) == paper(dark)
    light.reload()
    ready(light)
    assert paper(light) == paper(dark)


def test_minimap_shows_and_moves_the_view(visit):
    tab = visit(CLOSE)
    ready(tab)
    box = tab.locator("#minimap").bounding_box()
    rim = tab.locator(".minimap-view").bounding_box()
    width = 2 ** float(hash_of(tab)["z"])
    assert rim["width"] / box["width"] == pytest.approx(1000 / width, abs=0.03)
    tab.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    tab.wait_for_timeout(1100)
    now = hash_of(tab)
    assert float(now["x"]) == pytest.approx(0.25, abs=0.02)
    assert float(now["y"]) == pytest.approx(0.75, abs=0.02)


def test_narrow_screens_and_touch(visit):
    tab = visit(viewport={"width": 360, "height": 720}, has_touch=True, device_scale_factor=2)
    ready(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.touchscreen.tap(180, 400)
    panel = tab.locator("#panel")
    panel.locator("h2").wait_for()
    assert panel.bounding_box()["width"] == 360
    assert tab.evaluate("document.getElementById('panel').scrollWidth") <= 360
    panel.get_by_role("button", name="Close details").tap()
    panel.wait_for(state="hidden")


def brightest(tab):
    """The brightest green that the overlay draws, 0 to 255: that of its labels, which are white."""
    return tab.evaluate(
        """(() => { const all = document.getElementById('overlay');
        const { data } = all.getContext('2d').getImageData(0, 0, all.width, all.height);
        let most = 0;
        for (let i = 0; i < data.length; i += 4)
          most = Math.max(most, data[i + 1] * data[i + 3] / 255);
        return most; })()"""
    )


def test_labels_of_a_layer_that_names_no_classes_are_dimmed_and_say_so(visit):
    doubt = "Read this layer's labels as hints of colour and form, not as classes"
    tab = visit(HOME + "&cell=8.3.3")
    ready(tab, 8)
    tab.mouse.move(5, 5)
    panel = tab.locator("#panel")
    panel.locator("h2").wait_for()
    assert doubt not in panel.inner_text() and brightest(tab) > 250
    assert "hints" not in tab.locator("#caption").inner_text()
    tab.get_by_role("button", name="blocks.4.2").click()
    panel.locator(".doubt").wait_for()
    ready(tab, 8)
    assert f"{doubt}: its attributions put" in panel.inner_text()
    assert f"at place 5 of {len(CLASSES)} (median)" in panel.inner_text()
    assert "labels are hints, not classes" in tab.locator("#caption").inner_text()
    assert len(labels(tab)) > 2 and 60 < brightest(tab) < 200
    assert tab.evaluate("getComputedStyle(document.querySelector('.panel h2')).opacity") == "0.6"
    tab.get_by_role("button", name="About this atlas").click()
    text = tab.locator("dialog").inner_text()
    assert text.count(doubt) == 1
    for fact in (f"Place 3 of {len(CLASSES)}", f"Place 5 of {len(CLASSES)}", "In 70 %"):
        assert fact in text


def test_a_run_without_attribution_has_nothing_to_doubt(visit, atlas, tmp_path):
    shutil.copytree(atlas, tmp_path / "atlas")
    data = tmp_path / "atlas" / "manifest.js"
    none = r'\1{"blocks.2.2":null,"blocks.4.2":null}'
    told, changed = re.subn(r'("agreement":)\{.*?\}\}', none, data.read_text())
    data.write_text(told)
    assert changed == 1
    tab = visit(HOME, (tmp_path / "atlas" / "index.html").as_uri())
    ready(tab)
    tab.get_by_role("button", name="blocks.4.2").click()
    ready(tab)
    assert "hints" not in tab.locator("#caption").inner_text()
    tab.get_by_role("button", name="About this atlas").click()
    assert "Predicted class" not in tab.locator("dialog").inner_text()


def test_every_control_has_a_name(visit):
    tab = visit(HOME + "&cell=8.3.3&class=0")
    ready(tab)
    kinds = "button, input, canvas[role], [role=img]"
    assert nameless(tab, kinds, "e.closest('button')?.getAttribute('aria-label')") == []


def test_about_tells_what_the_atlas_was_made_of(visit):
    tab = visit(HOME)
    ready(tab)
    tab.get_by_role("button", name="About this atlas").click()
    text = tab.locator("dialog").inner_text()
    for fact in ("efficientnet_lite0", "0f0f0f", "4,200", "Trustworthiness", "0.957"):
        assert fact in text
    links = tab.locator("dialog a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert "exports/blocks.2.2-umap-16.png" in links


@pytest.mark.parametrize(
    "lost, sentence",
    [
        ("manifest.js", "manifest.js is missing"),
        ("maps/blocks.2.2/umap/grid-8.js", "grid-8.js is missing"),
        ("maps/blocks.2.2/umap/atlas_files", "The tile .* is missing"),
        ("maps/blocks.2.2/umap/icons-8", "The picture .* is missing"),
        ("maps/blocks.2.2/umap/class", r"class/0\.js is missing"),
    ],
)
def test_missing_files_are_told_in_one_sentence(visit, atlas, tmp_path, lost, sentence):
    shutil.copytree(atlas, tmp_path / "atlas")
    gone = tmp_path / "atlas" / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    address = (tmp_path / "atlas" / "index.html").as_uri()
    tab = visit(HOME + "&cell=8.3.3&class=0", address, allowed=(lost,))
    notice = tab.locator("#notice p")
    notice.wait_for()
    tab.wait_for_timeout(300)
    assert re.search(sentence, notice.inner_text())
    assert tab.locator(".title").is_visible()


def test_a_broken_details_file_leaves_the_panel_usable(visit, atlas, tmp_path):
    shutil.copytree(atlas, tmp_path / "atlas")
    shutil.rmtree(tmp_path / "atlas/maps/blocks.2.2/umap/cells-8")
    address = (tmp_path / "atlas" / "index.html").as_uri()
    tab = visit(HOME + "&cell=8.3.3", address, allowed=("cells-8",))
    panel = tab.locator("#panel")
    panel.wait_for()
    assert "is missing from the page's folder" in panel.inner_text()
    panel.get_by_role("button", name="Close details").click()
    panel.wait_for(state="hidden")


def test_displayed_grid_follows_the_rule_in_the_data(exported, visit):
    """The page and the tiles agree on which grid a zoom shows."""
    entry = exported.manifests["blocks.2.2", "umap"]
    shown, ratio = entry["level_sides"], entry["min_pixel_ratio"]
    sizes = [-(-entry["size"] >> (len(shown) - 1 - level)) for level in range(len(shown))]
    for zoom in (7.7, 8.6, 9.6):
        fitting = [
            level for level, size in enumerate(sizes) if 2**zoom / size >= ratio or level == 0
        ]
        tab = visit(f"#map=umap&layer=blocks.2.2&x=0.5&y=0.5&z={zoom}")
        ready(tab, shown[max(fitting)])


def test_data_files_are_scripts_of_plain_json(atlas):
    text = (atlas / "maps/blocks.2.2/umap/grid-4.js").read_text()
    key, value = re.fullmatch(r'atlas\.receive\("(.+?)",(.*)\);\n', text, re.S).groups()
    assert key == "maps/blocks.2.2/umap/grid-4.js"
    assert len(json.loads(value)["row"]) > 4
