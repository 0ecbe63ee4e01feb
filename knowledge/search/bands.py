"""Decides between answering, offering choices and saying "not known", by lead and lexical agreement together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.search.matching import Match
from knowledge.search.ranking import Ranked
from knowledge.search.result import Band
from knowledge.search.weights import Weights

IN_PART = "agrees in part"
CLOSE = "close to another procedure"
"""Doubts that a caller may outweigh: the others say that a choice is needed, however clear the lead."""


@dataclass(frozen=True)
class Verdict:
    """The band, the two signals it rests on, and the reason."""

    band: Band
    margin: float
    agreement: float
    reason: str


def decide(ranked: Sequence[Ranked], weights: Weights, decisive: frozenset[str] = frozenset()) -> Verdict:
    """Judge hits that are sorted best first. `decisive`: folded words the first must have to be answered."""
    if not ranked:
        return Verdict("unknown", 0.0, 0.0, "no entry has a word of the question")
    agreement, margin = agrees(ranked[0], weights), lead(ranked)
    if agreement < weights.offer_agreement:
        return Verdict("unknown", margin, agreement, "too few words of the question are in the name or an alias")
    doubt = _doubt(ranked, agreement, margin, weights, decisive)
    if doubt:
        return Verdict("offer", margin, agreement, doubt)
    return Verdict("answer", margin, agreement, "agrees enough and leads clearly")


def _doubt(
    ranked: Sequence[Ranked], agreement: float, margin: float, weights: Weights, decisive: frozenset[str]
) -> str:
    """Return why the first hit must not be answered at once; empty: nothing speaks against it."""
    first = ranked[0]
    if not decisive <= {word.folded for surface in first.target.surfaces for word in surface.words}:
        return "the question is about something this entry does not have"
    if first.match.reading.doubtful:
        return "residents' words with more than one meaning"
    if any(_is_namesake(one, first) for one in ranked[1:]):
        return "several entries have this name"
    if first.does_several:
        return "it does several matters at once, one of which may be meant"
    if _is_general(ranked, weights):
        return "a general question that several entries fit"
    if agreement < weights.answer_agreement:
        return IN_PART
    return CLOSE if margin < weights.answer_margin else ""


def settled(verdict: Verdict, before: Verdict, ranked: Sequence[Ranked], by_words: Sequence[Ranked]) -> Verdict:
    """Return the verdict after the embedding reordered the hits.

    Choices it made worse are still choices. An answer needs both: the model may confirm what words put first, but
    what only the model puts first is offered.
    """
    if (verdict.band, before.band) == ("unknown", "offer"):
        return replace(verdict, band="offer")
    if verdict.band == "answer" and ranked[0].target.entry_id != by_words[0].target.entry_id:
        return replace(verdict, band="offer", reason="words and embedding put different entries first")
    return verdict


def worth_showing(ranked: Sequence[Ranked], verdict: Verdict, weights: Weights) -> Sequence[Ranked]:
    """Return the hits; of choices only those that come near the first."""
    if verdict.band != "offer":
        return ranked
    return [one for one in ranked if one.score >= weights.offer_share * ranked[0].score]


def agrees(one: Ranked, weights: Weights) -> float:
    """Return how surely question and entry speak of one thing.

    Either the entry covers the question and is not merely a long title that has its words somewhere, or the
    question holds the whole name of the entry among other words.
    """
    match = one.match
    if match.surface.is_alias:
        share = (match.precision / weights.alias_share) ** 2
        if not match.on_subject:
            return match.linked * share * (1 - weights.other_subject)
        share = max(share, weights.spread, _titled(match, weights))
    else:
        rich = weights.rich_share * _between(match.weight, weights.rich_from, weights.rich_to)
        share = max(match.precision / weights.fair_precision, rich)
    linked = match.linked if len(match.surface.words) > 1 else match.coverage
    covers = linked * min(1.0, share)
    named = _between(match.precision, weights.named_from, weights.named_to)
    named *= min(1.0, match.weight / weights.full_name)
    named *= weights.named_alone + (1 - weights.named_alone) * linked
    return min(1.0, max(covers, named))


def _titled(match: Match, weights: Weights) -> float:
    """Return how surely the question names a title of the entry, though an alias fits it best."""
    return _between(match.titled, weights.named_from, weights.named_to) * min(
        1.0, match.titled_weight / weights.full_name
    )


def _between(value: float, low: float, high: float) -> float:
    """Return 0 up to `low`, 1 from `high`, and evenly in between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _is_general(ranked: Sequence[Ranked], weights: Weights) -> bool:
    """Do two more families cover the question as well as the first, whose name is longer than what was said?

    An alias must be said nearly whole: "giấy phép xây dựng nhà ở" is one of many ways to say more than the question.
    """
    first = ranked[0]
    enough = weights.named_to if first.match.surface.is_alias else weights.general_precision
    if first.match.precision >= enough:
        return False
    rivals = {
        one.family
        for one in ranked[1:]
        if one.score >= weights.general_share * first.score and one.match.coverage >= first.match.coverage - 0.02
    }
    return len(rivals - {first.family}) > 1


def lead(ranked: Sequence[Ranked]) -> float:
    """Return the lead over the best rival, as a share of the first score."""
    first = ranked[0]
    rival = next((one.score for one in ranked[1:] if _is_rival(one, first)), 0.0)
    return (first.score - rival) / first.score if first.score else 0.0


def _is_namesake(one: Ranked, first: Ranked) -> bool:
    """Is it a variant that is called the same, word for word, and asked for as often?"""
    same_name = one.match.surface.text == first.match.surface.text and not one.match.surface.is_alias
    return same_name and one.family == first.family and one.target.popularity >= first.target.popularity


def _is_rival(one: Ranked, first: Ranked) -> bool:
    """Is it another procedure, or a variant of the same that people ask for as often?

    A rarer variant is none: who says nothing special means the ordinary case. Nor is a guide: the answer offers it.
    """
    if one.target.is_guide and not first.target.is_guide:
        return False
    if one.family != first.family:
        return True
    return one.target.group is not None and one.target.popularity >= first.target.popularity
