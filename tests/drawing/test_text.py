import pytest

from activation_atlas.drawing.text import longest_word, set_lines


@pytest.mark.parametrize("size", [12, 26])
@pytest.mark.parametrize("width", [30, 90, 400])
def test_no_line_is_wider_than_the_room_and_no_letter_is_lost(width, size):
    text = "stripes, then anextraordinarilylongword\nand a second paragraph"
    lines = set_lines(text, width, size)
    assert lines.width <= width
    assert "".join("".join(lines.lines).split()) == "".join(text.split())


def test_short_text_is_one_line_and_no_text_is_none():
    assert set_lines("banana", 400, 12).lines == ("banana",)
    assert set_lines("", 400, 12).lines == ()
    assert set_lines("", 400, 12).height == set_lines("", 400, 12).width == 0


def test_text_as_wide_as_its_longest_word_is_not_broken():
    text = "a saxophone or two"
    assert "saxophone" in set_lines(text, longest_word(text, 14), 14).lines
