"""Finds what is wrong with the shape of a guide: dead ends, steps nobody reaches, loops without a way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.guide.model import Facts, Guide, GuideStep


@dataclass(frozen=True)
class Fault:
    """One fault: the step it belongs to, the key of its sentence for editors and what fills it in."""

    step: str
    key: str
    value: str = ""


def faults(guide: Guide) -> list[Fault]:
    """Return every fault of shape, in the order of the steps; an empty list means it can be walked to an end."""
    broken = list(_broken_ways(guide))
    if broken:
        return broken  # the rest would only repeat it
    return [*_unreached(guide), *_without_way_out(guide), *_facts_nobody_learns(guide)]


def _broken_ways(guide: Guide) -> Iterator[Fault]:
    if guide.start not in guide.by_id:
        yield Fault(guide.start, "guide_no_start", guide.start)
    for step in guide.steps:
        for target in step.targets():
            if target not in guide.by_id:
                yield Fault(step.id, "guide_no_target", target)
        if step.end is None and not step.choices:
            yield Fault(step.id, "guide_dead_end")
        if step.end is not None and step.choices:
            yield Fault(step.id, "guide_end_with_choices")


def _unreached(guide: Guide) -> Iterator[Fault]:
    reached = {guide.start}
    waiting = [guide.start]
    while waiting:
        for target in guide.by_id[waiting.pop()].targets():
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    yield from (Fault(step.id, "guide_unreached") for step in guide.steps if step.id not in reached)


def _without_way_out(guide: Guide) -> Iterator[Fault]:
    good = {step.id for step in guide.steps if step.end}
    grown = True
    while grown:
        more = {step.id for step in guide.steps if step.id not in good and not good.isdisjoint(step.targets())}
        good |= more
        grown = bool(more)
    yield from (Fault(step.id, "guide_no_way_out") for step in guide.steps if step.id not in good)


def _facts_nobody_learns(guide: Guide) -> Iterator[Fault]:
    learnt = {(name, value) for step in guide.steps for choice in step.choices for name, value in choice.learns.items()}
    for step in guide.steps:
        for when in _conditions(step):
            for name, value in when.items():
                if (name, value) not in learnt:
                    yield Fault(step.id, "guide_unknown_fact", f"{name}: {value}")


def _conditions(step: GuideStep) -> Iterator[Facts]:
    yield from (choice.when for choice in step.choices)
    yield from (jump.when for jump in step.jumps)
