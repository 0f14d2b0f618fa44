"""Sheets of labelled pictures: what all figures are drawn with, pixel by pixel."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from PIL import Image, ImageDraw

from activation_atlas.drawing.text import Lines, longest_word, set_lines

Colour = tuple[int, int, int]

PAPER: Colour = (252, 251, 248)
INK: Colour = (28, 26, 23)
SOFT: Colour = (109, 103, 93)
BORDER = 3
"""Width of a frame in pixels; it lies around the picture and covers none of it."""
LABEL_GAP = 6
"""Pixels between a picture and its label, and as many below a column's label."""
LEAST_WIDTH = 420
"""Least width of a sheet in pixels, so that a title has room beside small pictures."""


@dataclass(frozen=True)
class Panel:
    """A picture of a sheet.

    Attributes:
        image: (h, w, 3) uint8, or (h, w, 4) with alpha, which shows the paper.
        label: Beneath the picture, wrapped to its column.
        frame: Colour of a frame around it.
        enlarge: Whole factor by which every pixel is repeated, for small pictures.
    """

    image: np.ndarray
    label: str = ""
    frame: Colour | None = None
    enlarge: int = 1

    @property
    def width(self) -> int:
        """Width in pixels as drawn."""
        return self.image.shape[1] * self.enlarge

    @property
    def height(self) -> int:
        """Height in pixels as drawn."""
        return self.image.shape[0] * self.enlarge

    def drawn(self) -> Image.Image:
        """Return the picture as it is drawn."""
        return Image.fromarray(self.image.repeat(self.enlarge, 0).repeat(self.enlarge, 1))


Row = Sequence[Panel | None]


def sheet(
    title: str,
    rows: Sequence[Row],
    row_labels: Sequence[str] = (),
    column_labels: Sequence[str] = (),
    note: str = "",
) -> Image.Image:
    """Return a sheet of panels under a title, on light paper.

    Pictures are never resampled. Each lies in the middle of its place; labels lie beneath, and
    text grows with the sheet.

    Args:
        title: Title on top.
        rows: Panels from left to right, None where there is none; rows may differ in length.
        row_labels: Labels on the left, one a row.
        column_labels: Above, one a column.
        note: At the bottom, e.g. network, recipe and seed.
    """
    return _Sheet(rows, row_labels, column_labels).draw(title, note)


class _Sheet:
    """The measures of a sheet, all in pixels."""

    def __init__(
        self, rows: Sequence[Row], row_labels: Sequence[str], column_labels: Sequence[str]
    ):
        self._rows, self._row_labels, self._column_labels = rows, row_labels, column_labels
        columns = list(zip_longest(*rows))
        pictures = [
            max((panel.width for panel in column if panel), default=0) for column in columns
        ]
        self._size = int(np.clip(sum(pictures) / 60, 12, 26))
        self._gap = self._size
        self._margin = 2 * self._size
        self._widths = [
            max(width, self._word_width(column, number))
            for number, (width, column) in enumerate(zip(pictures, columns))
        ]
        self._left = self._label_width()

    def _word_width(self, column: Row, number: int) -> int:
        """Return the room that a column's longest word needs, within reason."""
        texts = [panel.label for panel in column if panel]
        texts += self._column_labels[number : number + 1]
        return min(9 * self._size, max(longest_word(text, self._size) for text in [*texts, ""]))

    def _label_width(self) -> int:
        if not any(self._row_labels):
            return 0
        widest = max(longest_word(text, self._size) for text in self._row_labels)
        lines = [set_lines(text, 12 * self._size, self._size) for text in self._row_labels]
        return max(widest, *(each.width for each in lines), 0) + self._gap

    def draw(self, title: str, note: str) -> Image.Image:
        """Return the sheet."""
        size = self._size
        body = self._left + sum(self._widths) + self._gap * max(0, len(self._widths) - 1)
        inner = max(body, LEAST_WIDTH)
        heading = set_lines(title, inner, round(1.35 * size), bold=True)
        heads = self._lines(self._column_labels, bold=True)
        labels = [
            self._lines([panel.label if panel else "" for panel in row]) for row in self._rows
        ]
        foot = set_lines(note, inner, max(11, round(0.85 * size)))
        tall = [self._row_height(row, lines) for row, lines in zip(self._rows, labels)]
        top = self._margin + heading.height + self._gap
        head_room = max((lines.height for lines in heads), default=0)
        first = top + head_room + (LABEL_GAP if head_room else 0)
        end = first + sum(tall) + self._gap * len(tall)
        bottom = end + foot.height + self._margin - (0 if note else self._gap)
        canvas = Image.new("RGB", (inner + 2 * self._margin, bottom), PAPER)
        pen = ImageDraw.Draw(canvas)
        heading.draw(pen, self._margin, self._margin, INK)
        for lines, (left, width) in zip(heads, self._places()):
            lines.draw_centred(pen, left + width / 2, first - lines.height - LABEL_GAP, INK)
        for number, (row, lines) in enumerate(zip(self._rows, labels)):
            self._draw_row(canvas, number, row, lines, first)
            first += tall[number] + self._gap
        foot.draw(pen, self._margin, end, SOFT)
        return canvas

    def _lines(self, texts: Sequence[str], bold: bool = False) -> list[Lines]:
        return [
            set_lines(text, width, self._size, bold=bold)
            for text, width in zip(texts, self._widths)
        ]

    def _places(self) -> list[tuple[int, int]]:
        """Return each column's left edge and width."""
        lefts = np.cumsum([self._margin + self._left, *(w + self._gap for w in self._widths)])
        return list(zip(lefts.tolist(), self._widths))

    def _row_height(self, row: Row, lines: Sequence[Lines]) -> int:
        text = max((each.height for each in lines), default=0)
        return self._tallest(row) + (LABEL_GAP + text if text else 0)

    def _tallest(self, row: Row) -> int:
        return max((panel.height for panel in row if panel), default=0)

    def _draw_row(
        self, canvas: Image.Image, number: int, row: Row, labels: Sequence[Lines], top: int
    ) -> None:
        pen, tallest = ImageDraw.Draw(canvas), self._tallest(row)
        if number < len(self._row_labels):
            lines = set_lines(self._row_labels[number], self._left - self._gap, self._size)
            lines.draw(pen, self._margin, top + max(0, tallest - lines.height) // 2, INK)
        for panel, label, (left, width) in zip(row, labels, self._places()):
            if panel is None:
                continue
            x = left + (width - panel.width) // 2
            y = top + (tallest - panel.height) // 2
            _draw_panel(canvas, pen, panel, x, y)
            label.draw_centred(pen, left + width / 2, top + tallest + LABEL_GAP, SOFT)


def _draw_panel(
    canvas: Image.Image, pen: ImageDraw.ImageDraw, panel: Panel, left: int, top: int
) -> None:
    picture = panel.drawn()
    if panel.frame is not None:
        outer = (left - BORDER, top - BORDER)
        corner = (left + panel.width + BORDER - 1, top + panel.height + BORDER - 1)
        pen.rectangle((*outer, *corner), outline=panel.frame, width=BORDER)
    canvas.paste(picture, (left, top), picture if picture.mode == "RGBA" else None)
