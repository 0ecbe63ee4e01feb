"""What a search gives back: hits with their evidence, the band, and the reasons in readable lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Band = Literal["answer", "offer", "unknown"]
"""answer: say the first hit at once; offer: let the resident choose among the first three; unknown: say so."""


@dataclass(frozen=True)
class Hit:
    """One entry that may be meant. All numbers lie in 0..1."""

    entry_id: str
    score: float
    """Lexical evidence, embedding and priors together: what the hits are sorted by."""
    lexical: float
    embedding: float | None
    """Similarity rank-scaled over the candidates; None when the model was not asked."""
    alias: str | None
    """The title, short title or alias that matched best."""
    words: tuple[str, ...]
    """Words of the question, folded, that this entry covers."""


@dataclass(frozen=True)
class SearchResult:
    """The hits, best first, and how sure the search is about the first."""

    hits: tuple[Hit, ...]
    margin: float
    """Lead of the first hit over the best hit of another procedure, as a share of its score."""
    agreement: float
    """Share of the question's content words, weighted by rarity, that the first hit covers."""
    band: Band
    why: tuple[str, ...]
    """One line a step, for operators."""
    empty_of_procedure: bool = False
    """The question names no procedure ("phí bao nhiêu"), or none but the one in hand: it is about that one."""
    also: tuple[Hit, ...] = ()
    """Other matters of the same message ("xóa tạm trú và …"): answer the first hit, offer these beside it."""
    doubt: str = ""
    """Band offer: what speaks against answering the first hit at once (knowledge.search.bands)."""
