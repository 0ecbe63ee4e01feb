"""A guide that would leave somebody stranded is found before it is published."""

from dataclasses import replace

import pytest

from knowledge.guide.check import faults
from knowledge.guide.model import Guide, GuideChoice, GuideStep
from tests.unit.knowledge.guide.small_guide import GUIDE


def changed(name: str, **values: object) -> Guide:
    """Return the small guide with one step changed."""
    steps = tuple(replace(step, **values) if step.id == name else step for step in GUIDE.steps)
    return replace(GUIDE, steps=steps)


def test_a_sound_guide_has_no_fault() -> None:
    """The small guide can be walked, its loop has a way out."""
    assert faults(GUIDE) == []


@pytest.mark.parametrize(
    ("guide", "key"),
    [
        (replace(GUIDE, start="khong-co"), "guide_no_start"),
        (changed("doc-the", choices=()), "guide_dead_end"),
        (changed("xong", choices=(GuideChoice("Nữa", "may"),)), "guide_end_with_choices"),
        (changed("may", choices=(GuideChoice("Có", "khong-co"),)), "guide_no_target"),
        (replace(GUIDE, steps=(*GUIDE.steps, GuideStep("la", "Bước lạ.", end="done"))), "guide_unreached"),
        (
            Guide("a", (GuideStep("a", "A", (GuideChoice("b", "b"),)), GuideStep("b", "B", (GuideChoice("a", "a"),)))),
            "guide_no_way_out",
        ),
        (changed("may", choices=(GuideChoice("Có", "tai", when={"sim": "co"}),)), "guide_unknown_fact"),
    ],
)
def test_each_fault_of_shape_is_named(guide: Guide, key: str) -> None:
    """Dead ends, unreached steps, endless loops, missing targets and unknown facts are told apart."""
    assert key in {fault.key for fault in faults(guide)}
