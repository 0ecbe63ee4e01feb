"""The judge of the dialogues is judged: it sees what is wrong, and only that."""

from __future__ import annotations

from typing import Any

from bot.client import BotError
from tests.conversations.dialogues import Dialogue, Line
from tests.conversations.runner import Run, accuracy, run_dialogue


class ScriptedBot:
    """Answers each message with the next prepared answer, and remembers what it was asked."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """Take a typed message."""
        return self._next(text)

    def choose(self, payload: str, conversation: str) -> dict[str, Any]:
        """Take a tapped choice."""
        return self._next(payload)

    def _next(self, asked: str) -> dict[str, Any]:
        self.asked.append(asked)
        if not self._answers:
            raise BotError("no bot answers")
        return self._answers.pop(0)


def answer(
    code: str = "answered", entry: str | None = "a", text: str = "Lệ phí 15.000đ.", **more: Any
) -> dict[str, Any]:
    """Return an answer as the HTTP contract has it."""
    choices = [{"title": title, "payload": payload} for title, payload in more.get("choices", ())]
    candidates = [{"entry": one} for one in more.get("candidates", ())]
    sources = [{"title": "Nguồn", "url": None, "checked_on": more.get("checked_on", "2026-11-22")}]
    outcome = {"code": code, "entry": entry, "aspect": more.get("aspect", "fee"), "candidates": candidates}
    reply = {"text": text, "choices": choices, "links": [], "sources": sources}
    return {"conversation": "c", "outcome": outcome, "replies": [reply]}


def said(*lines: Line, answers: list[dict[str, Any]]) -> Run:
    """Run the lines as one dialogue against those answers."""
    return run_dialogue(ScriptedBot(*answers), Dialogue("tep", "thu", lines), "goc")  # type: ignore[arg-type]


def differences(line: Line, given: dict[str, Any]) -> str:
    """Return what the runner says about one line."""
    return "\n".join(said(line, answers=[given]).said[0].differences)


ASKED = Line(resident="phí", outcome=("answered",), entry=("a",), aspect=("fee",), says=("15.000đ",), never=("huyện",))


def test_right_answer_has_no_difference() -> None:
    """Everything as expected: nothing is reported."""
    assert differences(ASKED, answer()) == ""


def test_each_thing_that_is_wrong_is_named() -> None:
    """Outcome, entry, aspect, a missing phrase and a forbidden one are five differences."""
    wrong = differences(ASKED, answer("clarify", "b", "Lên huyện hỏi.", aspect="time"))
    assert [line.split(":")[0] for line in wrong.splitlines()] == ["outcome", "entry", "aspect", "says", "never"]


def test_phrases_are_found_in_other_case_spaces_and_tone_places() -> None:
    """How a phrase is written in the file does not matter; either side of a bar will do."""
    line = Line(resident="x", outcome=("answered",), says=("XÓA  hết", "không có|lệ phí"))
    assert differences(line, answer(text="Mình xoá hết\nlệ phí")) == ""


def test_clarification_must_offer_the_entry() -> None:
    """Asking back is right when what was meant can be tapped."""
    line = Line(resident="x", outcome=("clarify",), entry=("a",))
    assert differences(line, answer("clarify", None, candidates=["b", "a"])) == ""
    assert "entry" in differences(line, answer("clarify", None, candidates=["b"]))


def test_answer_without_the_day_it_was_checked_is_a_difference() -> None:
    """Every fact has a source and a day, whether the dialogue asks for it or not."""
    assert "source" in differences(Line(resident="x", outcome=("answered",)), answer(checked_on=""))


def test_tap_sends_the_payload_and_a_missing_choice_is_named() -> None:
    """A choice is taken by its title; one that was not offered ends the dialogue."""
    first, tap = Line(resident="x", outcome=("answered",)), Line(tap="Nộp ở đâu", outcome=("answered",))
    bot = ScriptedBot(answer(choices=[("Nộp ở đâu", "ask_place:a")]), answer())
    run = run_dialogue(bot, Dialogue("tep", "thu", (first, tap)), "goc")  # type: ignore[arg-type]
    assert (bot.asked, run.failures) == (["x", "ask_place:a"], ())
    assert "was offered" in said(first, tap, answers=[answer()]).said[1].differences[0]


def test_picked_number_must_lead_to_that_choice() -> None:
    """The second choice is the second, not any of them."""
    choices = [("Việc a", "ask_fee:a"), ("Việc b", "ask_fee:b")]
    lines = (Line(resident="x", outcome=("clarify",)), Line(resident="cái thứ hai", outcome=("answered",), picks=2))
    asked = answer("clarify", None, choices=choices)
    assert not said(*lines, answers=[asked, answer(entry="b")]).failures
    assert "choice 2 is b, got a" in said(*lines, answers=[asked, answer(entry="a")]).report()


def test_bot_that_does_not_answer_is_a_difference() -> None:
    """A bot that is gone fails the dialogue with the words of the client, not the runner."""
    assert said(ASKED, answers=[]).failures[0].differences == ("no bot answers",)


def test_wrong_follow_up_counts_in_its_gate_and_excuses_what_comes_behind() -> None:
    """The lines behind it are not judged; a wrong opening line is a failure, and its follow-ups do not count."""
    follow_up = Line(resident="phí", outcome=("answered",), entry=("a",), kind="follow-up")
    plain = Line(resident="x", outcome=("answered",), entry=("a",))
    lost = said(plain, follow_up, plain, answers=[answer(), answer(entry="b"), answer(entry="b")])
    assert (lost.failures, accuracy([lost], "follow-up")) == ((), (0, 1))
    opened_wrong = said(plain, follow_up, answers=[answer(entry="b"), answer(entry="b")])
    assert (len(opened_wrong.failures), accuracy([opened_wrong], "follow-up")) == (1, (0, 0))
