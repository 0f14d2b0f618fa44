"""Text of figures: one font on every machine, wrapped to a width."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONT = "DejaVuSans"
LEADING = 1.3
"""Height of a line, in sizes of the font."""


@dataclass(frozen=True)
class Lines:
    """Text set in lines.

    Attributes:
        lines: Lines from top to bottom.
        size: Height of the font in pixels.
        bold: Whether it is.
    """

    lines: tuple[str, ...]
    size: int
    bold: bool = False

    @property
    def width(self) -> int:
        """Width of the longest line, in pixels."""
        return max((_width(line, self.size, self.bold) for line in self.lines), default=0)

    @property
    def height(self) -> int:
        """Height in pixels; 0 if there is no text."""
        return round(LEADING * self.size * len(self.lines))

    def draw(
        self, pen: ImageDraw.ImageDraw, left: int, top: int, colour: tuple[int, int, int]
    ) -> None:
        """Draw the lines from a left edge on."""
        for number, line in enumerate(self.lines):
            self._draw_line(pen, number, line, left, top, colour)

    def draw_centred(
        self, pen: ImageDraw.ImageDraw, middle: float, top: int, colour: tuple[int, int, int]
    ) -> None:
        """Draw the lines around a middle."""
        for number, line in enumerate(self.lines):
            left = round(middle - _width(line, self.size, self.bold) / 2)
            self._draw_line(pen, number, line, left, top, colour)

    def _draw_line(
        self,
        pen: ImageDraw.ImageDraw,
        number: int,
        line: str,
        left: int,
        top: int,
        colour: tuple[int, int, int],
    ) -> None:
        place = (left, top + round(number * LEADING * self.size))
        pen.text(place, line, colour, _font(self.size, self.bold))


def set_lines(text: str, width: int, size: int, bold: bool = False) -> Lines:
    """Return the text in lines of at most `width` pixels; words that are longer are broken."""
    return Lines(tuple(_wrapped(text, width, size, bold)), size, bold)


def longest_word(text: str, size: int) -> int:
    """Return the width of the longest word in pixels, in bold."""
    return max((_width(word, size, True) for word in text.split()), default=0)


def _wrapped(text: str, width: int, size: int, bold: bool) -> Iterator[str]:
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if _width(joined, size, bold) <= width:
                line = joined
                continue
            if line:
                yield line
            *pieces, line = _broken(word, width, size, bold)
            yield from pieces
        yield line


def _broken(word: str, width: int, size: int, bold: bool) -> list[str]:
    """Return the word in pieces that fit; a single letter always does."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(pieces[-1] + letter, size, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _width(text: str, size: int, bold: bool) -> int:
    return round(_font(size, bold).getlength(text))


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    import matplotlib  # its fonts are the same everywhere

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    file = folder / f"{FONT}{'-Bold' if bold else ''}.ttf"
    # The basic layout needs no library beyond Pillow, so it is the same everywhere too.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
