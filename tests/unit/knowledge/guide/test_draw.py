"""The picture of a guide shows every step and is safe to open."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from knowledge.guide.draw import draw
from tests.unit.knowledge.guide.small_guide import GUIDE


def test_every_step_and_choice_is_drawn_once() -> None:
    """Boxes and choices are all there, numbered from one."""
    picture = draw("Kích hoạt VNeID", GUIDE)
    root = ElementTree.fromstring(picture)
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text.isdigit()] == [str(number) for number in range(1, 7)]
    assert sum("Không có NFC" in text for text in texts) == 1
    assert any("→ ô 1" in text for text in texts)


def test_words_of_the_content_cannot_become_markup() -> None:
    """A step with angle brackets is drawn as text."""
    step = replace(GUIDE.steps[0], text="<script>alert(1)</script>")
    picture = draw('"><script>', replace(GUIDE, steps=(step, *GUIDE.steps[1:])))
    assert "<script" not in picture
    ElementTree.fromstring(picture)
