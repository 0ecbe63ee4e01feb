"""Decides between answering, offering choices and saying "not known", by lead and lexical agreement together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.search.ranking import Ranked
from knowledge.search.result import Band
from knowledge.search.weights import Weights


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
        return Verdict("unknown", 0.0, 0.0, "không mục nào có từ nào của câu hỏi")
    first = ranked[0]
    agreement = agrees(first, weights)
    margin = lead(ranked)
    held = {word.folded for surface in first.target.surfaces for word in surface.words}
    if agreement >= weights.offer_agreement and not decisive <= held:
        return Verdict("offer", margin, agreement, "hỏi về thứ mà mục này không có")
    if first.match.reading.doubtful and agreement >= weights.offer_agreement:
        return Verdict("offer", margin, agreement, "lời nói có hai nghĩa")
    if agreement >= weights.offer_agreement and _is_general(ranked, weights):
        return Verdict("offer", margin, agreement, "lời hỏi chung, nhiều việc cùng có")
    if agreement >= weights.answer_agreement and margin >= weights.answer_margin:
        return Verdict("answer", margin, agreement, "đủ khớp và hơn hẳn việc khác")
    if agreement >= weights.offer_agreement:
        why = "đủ khớp nhưng sát với việc khác" if agreement >= weights.answer_agreement else "khớp một phần"
        return Verdict("offer", margin, agreement, why)
    return Verdict("unknown", margin, agreement, "quá ít từ của câu hỏi có trong tên hay cách gọi")


def settled(verdict: Verdict, before: Verdict) -> Verdict:
    """Return the verdict after the embedding reordered the hits: choices it made worse are still choices."""
    return replace(verdict, band="offer") if (verdict.band, before.band) == ("unknown", "offer") else verdict


def agrees(one: Ranked, weights: Weights) -> float:
    """Return how surely question and entry speak of one thing.

    Either the entry covers the question and is not merely a long title that has its words somewhere, or the
    question holds the whole name of the entry among other words.
    """
    match = one.match
    if match.surface.is_alias:
        share = (match.precision / weights.alias_share) ** 2
        if match.surface.subject.isdisjoint(match.words) and match.surface.subject:
            return match.linked * share * (1 - weights.other_subject)
    else:
        rich = min(weights.rich_share, match.weight / weights.rich_weight)
        share = max(match.precision / weights.fair_precision, rich)
    covers = match.linked * min(1.0, share)
    named = (match.precision - weights.named_from) / (weights.named_to - weights.named_from)
    named = min(1.0, max(0.0, named)) * min(1.0, match.weight / weights.full_name)
    named *= weights.named_alone + (1 - weights.named_alone) * match.linked
    return min(1.0, max(covers, named))


def _is_general(ranked: Sequence[Ranked], weights: Weights) -> bool:
    """Do two more families cover the question as well as the first, whose name is longer than what was said?"""
    first = ranked[0]
    if first.match.precision >= weights.general_precision:
        return False
    rivals = {
        one.family
        for one in ranked[1:]
        if one.score >= weights.general_share * first.score and one.match.coverage >= first.match.coverage - 0.02
    }
    return len(rivals - {first.family}) > 1


def lead(ranked: Sequence[Ranked]) -> float:
    """Return the lead over the best entry of another family, as a share of the first score."""
    first = ranked[0]
    rival = next((one.score for one in ranked if one.family != first.family), 0.0)
    return (first.score - rival) / first.score if first.score else 0.0
