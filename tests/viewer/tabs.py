"""What the tests of both pages ask of an open one."""

import re


def until(tab, truth):
    """Wait for a JavaScript expression; the page's own policy forbids the driver's way to wait."""
    for _ in range(200):
        if tab.evaluate(truth):
            return
        tab.wait_for_timeout(25)
    raise AssertionError(f"never true: {truth}")


def hash_of(tab):
    return dict(part.split("=") for part in tab.evaluate("location.hash.slice(1)").split("&"))


def paper(tab):
    """The colour behind everything."""
    return tab.evaluate("getComputedStyle(document.body).backgroundColor")


def brightness(colour):
    """The sum of red, green and blue, 0 to 765."""
    return sum(map(int, re.findall(r"\d+", colour)))


def nameless(tab, kinds, excuse):
    """Elements `e` of some kinds that a screen reader can't name, unless an expression excuses."""
    return tab.evaluate(
        f"""[...document.querySelectorAll("{kinds}")]
        .filter((e) => !(e.getAttribute('aria-label') ?? e.textContent).trim() && !({excuse}))
        .map((e) => e.outerHTML)"""
    )
