"""Computes the papers of one case; what depends on a fact that is not known is kept apart, with its condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.checklist.model import UNKNOWN, CaseFact, CaseNote, CasePaper, Checklist, When

Known = Mapping[str, str]
"""Fact -> value, or UNKNOWN when it was asked in vain; a fact that is missing was not asked yet."""


@dataclass(frozen=True)
class Conditional:
    """What is needed only in some of the cases that are still possible."""

    paper: CasePaper
    cases: tuple[str, ...]
    """The choices that decide, in the words of their buttons."""
    is_unless: bool = False
    """True: needed except in these cases."""


@dataclass(frozen=True)
class Outcome:
    """The papers of a case."""

    papers: tuple[CasePaper, ...]
    """Needed whatever the open facts turn out to be."""
    open_papers: tuple[Conditional, ...]
    notes: tuple[CaseNote, ...]
    case: tuple[str, ...]
    """The resident's case, in the words of the choices taken."""


def next_fact(checklist: Checklist, known: Known) -> CaseFact | None:
    """Return what to ask next; None: everything that decides is known or was asked."""
    for fact in checklist.facts:
        if fact.name not in known and _holds(fact.when, known) is True:
            return fact
    return None


def without_moot(checklist: Checklist, known: Known) -> dict[str, str]:
    """Forget facts that no longer matter: who goes alone has no helper whose kinship counts."""
    kept = dict(known)
    for fact in checklist.facts:
        if _holds(fact.when, kept) is False:
            kept.pop(fact.name, None)
    return kept


def lower_first(text: str) -> str:
    """Write the words of a choice inside a sentence: "Ở nhờ" becomes "ở nhờ", "VNeID" and "A1" stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def compute(checklist: Checklist, known: Known) -> Outcome:
    """Apply the rules to what is known."""
    sure, perhaps = [], []
    for paper in checklist.papers:
        wanted, excused = _holds(paper.when, known), _excused(paper.unless, known)
        if wanted is False or excused is True:
            continue
        if wanted is True and excused is False:
            sure.append(paper)
        else:
            perhaps.append(_conditional(checklist, paper, known, is_unless=wanted is True))
    notes = tuple(note for note in checklist.notes if _holds(note.when, known) is True)
    return Outcome(tuple(sure), tuple(perhaps), notes, tuple(_case(checklist, known)))


def _holds(when: When, known: Known) -> bool | None:
    """Tell whether the case holds; None: that depends on a fact that is not known."""
    answer: bool | None = True
    for name, values in when.items():
        value = known.get(name, UNKNOWN)
        if value == UNKNOWN:
            answer = None
        elif value not in values:
            return False
    return answer


def _excused(unless: When, known: Known) -> bool | None:
    return _holds(unless, known) if unless else False


def _conditional(checklist: Checklist, paper: CasePaper, known: Known, *, is_unless: bool) -> Conditional:
    cases = paper.unless if is_unless else paper.when
    said = {fact.name: {choice.value: choice.say for choice in fact.choices} for fact in checklist.facts}
    open_pairs = [(name, values) for name, values in cases.items() if known.get(name, UNKNOWN) == UNKNOWN]
    words = tuple(" hoặc ".join(lower_first(said[name][value]) for value in values) for name, values in open_pairs)
    return Conditional(paper, words, is_unless)


def _case(checklist: Checklist, known: Known) -> Sequence[str]:
    taken = []
    for fact in checklist.facts:
        taken += [choice.say for choice in fact.choices if choice.value == known.get(fact.name)]
    return taken
