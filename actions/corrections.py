"""Hears "không phải, ý em là cho con": what was understood is wrong, and these words say what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.action_answer import ActionAnswer
from actions.action_no_choice import ActionNoChoice
from actions.base import Done, Turn
from actions.questions import aspects_asked, case_named, left_over
from actions.stages.stage import Stage, with_slots
from actions.stages.talk import talk_with, with_talk
from actions.words import hear, load_wording, written
from bot.messages import message
from bot.replies import ASPECTS
from knowledge.search.phrases import Phrases
from knowledge.search.words import Word

_ALONE = frozenset({"khong", "hong", "hong phai", "khong phai", "chua phai", "dau phai", "no phai", "sai", "nham"})
"""Denials that begin other sentences, too ("không có giấy tờ thì …"): only a pause after them makes a correction."""

_NO_MORE = frozenset({"khong", "hong"})
"""A bare "không" says no to anything, not that the answer was wrong."""


@dataclass(frozen=True)
class Correction:
    """`meant`: the words that say what was meant; empty when only the denial was said."""

    meant: str


class CorrectionStage(Stage):
    """Takes corrections before a "no" to a question of ours is heard in them; forgets a clarification that is over."""

    def __init__(self, answer: ActionAnswer, no_choice: ActionNoChoice) -> None:
        self._answer = answer
        self._no_choice = no_choice

    def take(self, turn: Turn) -> Done | None:
        """Search again with the words meant and the entry in hand; a denial alone lets the entry go."""
        correction = None if turn.is_tapped else correction_in(turn.text)
        if correction is None:
            return None
        if correction.meant:
            return self._corrected(turn, correction.meant)
        is_about_answer = turn.entry is not None or bool(turn.talk.get("offered"))
        if is_about_answer and not turn.talk.get("asking") and turn.intent in ("deny", "choose_none"):
            return self._no_choice.speak(turn)
        return None

    def finish(self, turn: Turn, done: Done) -> Done:
        """A clarification counts as asked only until something else was said; refusals only until an answer."""
        code = done.result.outcome.code
        if code != "clarify" and (turn.talk.get("offered") or turn.talk.get("pending")):
            done = with_talk(turn, done, offered=None, pending=None)
        if code.startswith("answered") and turn.talk.get("refused"):
            done = with_talk(turn, done, refused=None)
        return done

    def _corrected(self, turn: Turn, meant: str) -> Done:
        understood = turn.intent.removeprefix("ask_") if turn.intent in _ASPECT_INTENTS else turn.aspect or "overview"
        aspects = aspects_asked(meant, understood)
        refused = [turn.entry] if turn.entry else []
        turn = replace(turn, talk=talk_with(turn, refused=[*(turn.talk.get("refused") or ()), *refused]))
        done = self._search_again(turn, meant, aspects)
        if done is None:
            return self._no_choice.speak(turn)
        wrong_before = turn.entry is not None and done.slots.get("previous_entry") == turn.entry
        return with_slots(done, previous_entry=turn.previous_entry) if wrong_before else done  # "quay lại" goes past it

    def _search_again(self, turn: Turn, meant: str, aspects: Sequence[str]) -> Done | None:
        answer = self._answer
        is_case = case_named(meant) is not None or not left_over(meant)
        if turn.entry and is_case:
            return answer.variants.told(turn, turn.entry, meant, aspects, answer.offering)
        found = answer.find(meant, None)
        first = found.hits[0].entry_id if found.hits else None
        if found.band == "answer" and first is not None and first != turn.entry:
            return answer.answer_known(turn, first, aspects, found, lead=message("corrected"))
        if turn.entry:
            variant = answer.variants.told(turn, turn.entry, meant, aspects, answer.offering)
            if variant is not None:
                return variant
        if found.band == "answer" and first is not None:
            return answer.answer_known(turn, first, aspects, found)  # named by its name: it was another aspect
        return answer.offering.offer(turn, found, aspects) if found.band == "offer" else None


_ASPECT_INTENTS = frozenset(f"ask_{name}" for name in ASPECTS if name != "overview")


def correction_in(text: str) -> Correction | None:
    """Read a message that begins with a denial, or says outright what was meant; None: it is something else."""
    said = hear(text)
    wording = load_wording()
    words = list(said.words)
    ends = _clause_ends(said.clauses)
    start = _past(words, 0, said.marked, (wording.book.fillers,), stop=wording.denials)
    denied, after = _denial(words, start, said.marked)
    if not denied:
        end = _longest(words, start, said.marked, wording.meant_alone)
        return _meaning(words, end, said.marked) if end > start else None
    end = _past(words, after, said.marked, (wording.book.fillers,), stop=wording.meant)
    meant_end = _longest(words, end, said.marked, wording.meant)
    instead = _instead(words, after)
    if instead:
        return _meaning(words, instead, said.marked)
    paused = any(start < pause <= end for pause in ends)
    if meant_end == end and denied in _ALONE and not paused and end < len(words):
        return None
    correction = _meaning(words, meant_end, said.marked)
    return None if not correction.meant and denied in _NO_MORE else correction


def _denial(words: Sequence[Word], start: int, marked: bool) -> tuple[str, int]:
    """Return the last denial of a row of them, folded, and where it ends; "" when there is none."""
    wording = load_wording()
    denied, place = "", start
    while True:
        end = _longest(words, place, marked, wording.denials)
        if end == place:
            return denied, place
        denied = " ".join(word.folded for word in words[place:end])
        place = end


def _meaning(words: Sequence[Word], start: int, marked: bool) -> Correction:
    """Return what is said from there on; that it is "something else" says nothing."""
    rest = list(words[start:])
    wording = load_wording()
    own = _past(rest, 0, marked, (wording.book.fillers, wording.no_correction), stop=wording.cases)
    return Correction(written(rest) if own < len(rest) else "")


def _instead(words: Sequence[Word], start: int) -> int:
    """Return where "… mà là …" begins to say what was meant; 0: it is not said that way."""
    for place in range(start, len(words) - 2):
        if [word.folded for word in words[place : place + 2]] == ["ma", "la"]:
            return place + 2
    return 0


def _past(
    words: Sequence[Word], start: int, marked: bool, books: Sequence[Phrases], stop: Phrases | None = None
) -> int:
    """Return the place after all phrases of the books; a phrase of `stop` is not passed."""
    place = start
    while place < len(words):
        end = max(_longest(words, place, marked, book) for book in books)
        if end == place or (stop is not None and _longest(words, place, marked, stop) > place):
            return place
        place = end
    return place


def _longest(words: Sequence[Word], start: int, marked: bool, phrases: Phrases) -> int:
    if start >= len(words):
        return start
    return max((span.end for span in phrases.starting_at(words, start, marked)), default=start)


def _clause_ends(clauses: Sequence[Sequence[Word]]) -> list[int]:
    ends: list[int] = []
    for clause in clauses:
        ends.append((ends[-1] if ends else 0) + len(clause))
    return ends
