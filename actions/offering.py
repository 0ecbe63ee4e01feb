"""Asks which entry is meant, at most once for one thing; then says the likeliest and where else to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.base import Done, Turn
from actions.questions import PLAIN
from actions.stages.talk import talk_with
from actions.telling import Manner, Question, Telling
from bot.messages import message
from bot.payloads import Payload
from bot.replies import MOST_CHOICES, Choice, Outcome, Reply, TurnResult
from knowledge.answer import aspect_name
from knowledge.model import Entry
from knowledge.search.bands import CLOSE, IN_PART
from knowledge.search.result import SearchResult

LEADS = (0.6, 0.2, 0.55)
"""Least score, lead and agreement with which a first hit that agrees only in part is answered, the others beside it.

Set on tests/quality/learn with room to the nearest mistake; it answers few offers, see docs/dialogue.md for what is
known of it. Words with several meanings are left out: a clear lead of one meaning says nothing about the others.
"""

NAMED = 0.9
"""Agreement from which the question names the first hit in full."""
NEAR = 0.9
"""Share of the first score from which another hit is near."""

NO_NAME = "?"
"""Stands in `talk` for a question back that had no choices: "the fee of which procedure?"."""


class Offering:
    """Questions back to the resident."""

    def __init__(self, telling: Telling, contact: str) -> None:
        self._telling = telling
        self._contact = contact

    def leads(self, found: SearchResult, aspect: str) -> bool:
        """Tell whether the first hit may be answered although others are near."""
        if found.band != "offer":
            return False
        score, lead, agreement = LEADS
        if found.doubt == IN_PART:
            return found.hits[0].score >= score and found.margin >= lead and found.agreement >= agreement
        return found.doubt == CLOSE and found.agreement >= NAMED and self._is_alone(found, aspect)

    def _is_alone(self, found: SearchResult, aspect: str) -> bool:
        """Is the first the only one near that says anything on a plain aspect, rarer variants of it aside?"""
        first = self._telling.served(found.hits[0].entry_id)
        if first is None or aspect not in PLAIN or aspect not in first.aspects:
            return False
        near = [hit for hit in found.hits[1:] if hit.score >= NEAR * found.hits[0].score]
        others = [entry for hit in near if (entry := self._telling.served(hit.entry_id)) is not None]
        return not any(aspect in one.aspects and not _is_rarer_variant(one, first) for one in others)

    def others(self, found: SearchResult, aspect: str, most: int = 2) -> tuple[Choice, ...]:
        """Return the other entries that may be meant, as choices."""
        return self._choices([hit.entry_id for hit in found.hits[1:]], aspect)[:most]

    def offer(self, turn: Turn, found: SearchResult, aspects: Sequence[str]) -> Done | None:
        """Offer at most three entries; None: none of the hits may be shown.

        When the last turn has offered one of them already, the likeliest is answered instead.
        """
        refused = turn.talk.get("refused") or ()
        hits = tuple(hit for hit in found.hits if self._telling.served(hit.entry_id) and hit.entry_id not in refused)
        if not hits:
            return None
        asked_before = turn.talk.get("offered") or ()
        again = [hit for hit in hits[:MOST_CHOICES] if hit.entry_id in asked_before]
        if again:
            return self._likeliest(turn, again[0].entry_id, replace(found, hits=hits), aspects)
        shown = replace(found, hits=hits[:MOST_CHOICES])
        names = [hit.entry_id for hit in shown.hits]
        none = Choice(message("none_of_these"), "choose_none")
        outcome = Outcome("clarify", aspect=aspects[0], candidates=self._telling.candidates(shown))
        reply = Reply(message("which_procedure"), choices=(*self._choices(names, aspects[0]), none))
        return Done(TurnResult(outcome, (reply,)), _wait_for_entry(turn, aspects, names))

    def ask_name(self, turn: Turn, aspects: Sequence[str]) -> Done:
        """Ask which procedure an aspect is asked of; the second time say where to ask."""
        if NO_NAME in (turn.talk.get("offered") or ()):
            reply = Reply(message("no_name_again", contact=self._contact), choices=example_choices())
            return Done(TurnResult(Outcome("no_answer", aspect=aspects[0]), (reply,)), {})
        names = ", ".join(aspect_name(aspect).lower() for aspect in aspects)
        reply = Reply(message("which_procedure_for_aspect", aspect=names))
        slots = _wait_for_entry(turn, aspects, [NO_NAME])
        return Done(TurnResult(Outcome("clarify", aspect=aspects[0]), (reply,)), slots)

    def _likeliest(self, turn: Turn, entry_id: str, found: SearchResult, aspects: Sequence[str]) -> Done | None:
        first = [hit for hit in found.hits if hit.entry_id == entry_id]
        rest = [hit for hit in found.hits if hit.entry_id != entry_id]
        lead = message("likeliest", contact=self._contact)
        questions = [Question(entry_id, aspect) for aspect in aspects]
        found = replace(found, hits=(*first, *rest))
        return self._telling.tell(turn, questions, found, Manner(from_memory=True, lead=lead))

    def _choices(self, entries: Sequence[str], aspect: str) -> tuple[Choice, ...]:
        intent = "ask_procedure" if aspect == "overview" else f"ask_{aspect}"
        served = [entry for name in entries if (entry := self._telling.served(name)) is not None]
        return tuple(Choice(entry.short_title, str(Payload(intent, entry.id))) for entry in served)


def _is_rarer_variant(one: Entry, first: Entry) -> bool:
    return one.group is not None and one.group == first.group and one.popularity < first.popularity


def example_choices() -> tuple[Choice, ...]:
    """Return three questions that every installation can answer."""
    examples = (
        ("example_vneid", "vneid-kich-hoat"),
        ("example_residence", "dang-ky-tam-tru"),
        ("example_birth", "dang-ky-khai-sinh"),
    )
    return tuple(Choice(message(key), str(Payload("ask_procedure", entry))) for key, entry in examples)


def _wait_for_entry(turn: Turn, aspects: Sequence[str], offered: Sequence[str]) -> dict[str, Any]:
    """Let the entry in hand go, keep what is to be answered once one is named."""
    pending = None if aspects[0] == "overview" else aspects[0]
    several = list(aspects) if len(aspects) > 1 else None
    talk = talk_with(turn, offered=list(offered), pending=several)
    return {"entry": None, "previous_entry": turn.entry or turn.previous_entry, "aspect": pending, "talk": talk}
