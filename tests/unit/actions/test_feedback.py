"""Whether an answer was right is asked calmly, noted with the very answer, and leads to a reason and a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.action_feedback import REASONS, ActionFeedback
from actions.action_handoff import ActionHandoff
from actions.base import Done, Turn
from actions.desk import make_desk
from actions.stages.feedback import MOST_ASKED, FeedbackStage
from actions.stages.handoff import HandoffStage
from bot.messages import message
from bot.payloads import parse_payload
from bot.settings import Settings
from tests.unit.actions.talking import TURN, SmallLibrary, after, entry, finish, payloads, said

LIBRARY: Any = SmallLibrary(*(entry(name) for name in "abcdef"))
ACTION = ActionFeedback(LIBRARY)
STAGES = (HandoffStage(ActionHandoff(LIBRARY, make_desk(Settings()))), FeedbackStage(LIBRARY, ACTION, is_on=True))
OVERVIEW = replace(TURN, intent="ask_procedure")


def answered(turn: Turn, about: str, aspect: str = "fee", **slots: Any) -> tuple[Turn, list[str]]:
    """Let a turn be answered; return the next turn and what was offered beside the answer."""
    done = finish(STAGES, turn, said("answered", about, aspect, entry=about, **slots))
    return after(turn, done), payloads(done)


def asks_about(about: str) -> list[str]:
    """Return the two choices."""
    return [f"feedback_good:{about}", f"feedback_bad:{about}"]


# --- when it is asked ---


def test_first_answer_is_asked_about_only_when_one_aspect_was_asked() -> None:
    """An overview is where people begin to look around: a fee is what somebody came for."""
    assert answered(TURN, "a", "fee")[1] == asks_about("a")
    assert answered(OVERVIEW, "a", "overview")[1] == []


def test_second_answer_of_a_conversation_is_asked_about() -> None:
    """After the first overview the next answer is worth a question."""
    turn, _ = answered(OVERVIEW, "a", "overview")
    assert answered(turn, "a", "documents")[1] == asks_about("a")


def test_question_comes_last_and_in_a_line_of_its_own() -> None:
    """The numbers of its choices go on behind those of the answer."""
    done = finish(STAGES, TURN, said("answered", "a", "fee"))
    assert done.result.replies[0].text == "Lời đáp."
    assert done.result.replies[-1].text == message("feedback_ask")


def test_entry_is_asked_about_once() -> None:
    """Never twice about an entry in a conversation."""
    turn, _ = answered(TURN, "a")
    turn, _ = answered(turn, "b")
    assert answered(turn, "a")[1] == []


def test_two_answers_in_a_row_are_not_both_asked_about() -> None:
    """Between two questions there is an answer in peace."""
    turn, first = answered(TURN, "a")
    turn, second = answered(turn, "b")
    assert (first, second) == (asks_about("a"), [])
    assert answered(turn, "c")[1] == asks_about("c")


def test_conversation_is_asked_three_times_at_most() -> None:
    """However long it gets."""
    turn, asked = TURN, 0
    for about in "aabbccddeeff":
        turn, offered = answered(turn, about)
        asked += bool(offered)
    assert asked == MOST_ASKED


@pytest.mark.parametrize(
    "code", ["answered_partly", "clarify", "no_answer", "smalltalk", "guide", "handoff", "scam_warning"]
)
def test_only_an_answer_is_asked_about(code: str) -> None:
    """What was not answered needs no verdict."""
    turn, _ = answered(OVERVIEW, "a", "overview")
    assert not any(name.startswith("feedback") for name in payloads(finish(STAGES, turn, said(code, "b", "fee"))))


def test_answer_within_a_guide_is_not_asked_about() -> None:
    """Who is in the middle of something is not held up."""
    inside = replace(TURN, guide={"guide": "g"})
    assert answered(inside, "a")[1] == []
    assert answered(TURN, "a", guide={"guide": "g"})[1] == []


def test_setting_switches_the_question_off() -> None:
    """FEEDBACK=off: nobody is asked."""
    stages = (STAGES[0], FeedbackStage(LIBRARY, ACTION, is_on=False))
    assert payloads(finish(stages, TURN, said("answered", "a", "fee"))) == []


# --- what is noted ---


def tap(turn: Turn, payload: str) -> Done:
    """Take a choice."""
    taken = parse_payload(payload)
    tapped = replace(turn, text=taken.to_rasa(), intent=taken.intent, chosen_entry=taken.entry)
    return finish(STAGES, tapped, ACTION.speak(tapped))


def test_good_is_noted_with_the_answer_and_thanked_for() -> None:
    """Entry, aspect and version are those of the answer that was shown, also when the talk has gone on since."""
    turn, _ = answered(TURN, "a", "fee")
    turn, _ = answered(turn, "b", "time")
    done = tap(replace(turn, aspect="time", entry="b"), "feedback_good:a")
    (record,) = done.result.records
    assert record.data == {"entry": "a", "aspect": "fee", "version": entry("a").content_hash, "verdict": "good"}
    assert done.result.outcome.code == "smalltalk"


def test_bad_is_noted_at_once_and_asks_why() -> None:
    """The verdict counts also when the reason never comes; the reasons are choices."""
    turn, _ = answered(TURN, "a")
    done = tap(turn, "feedback_bad:a")
    assert done.result.records[0].data["verdict"] == "bad"
    assert (done.result.outcome.code, done.result.outcome.entry) == ("clarify", "a")
    assert payloads(done) == [f"feedback_reason:{reason}" for reason in REASONS]


@pytest.mark.parametrize("reason", REASONS)
def test_reason_completes_the_verdict_and_offers_a_person(reason: str) -> None:
    """Every reason has its words, goes into the note, and the way to a person is one tap away."""
    turn, _ = answered(TURN, "a")
    turn = after(turn, tap(turn, "feedback_bad:a"))
    done = tap(turn, f"feedback_reason:{reason}")
    data = done.result.records[0].data
    assert (data["entry"], data["aspect"], data["verdict"], data["reason"]) == ("a", "fee", "bad", reason)
    assert done.result.outcome.code == "smalltalk"
    assert payloads(done) == ["ask_human"]
    asking = after(turn, done, text="/ask_human", intent="ask_human")
    assert ActionHandoff(LIBRARY, make_desk(Settings())).speak(asking).result.records[0].data["reason"] == "feedback"


def test_reason_of_a_forgotten_answer_is_thanked_for_and_not_noted() -> None:
    """A button from before the session ended harms nothing."""
    done = tap(TURN, "feedback_reason:wrong")
    assert (done.result.outcome.code, done.result.records) == ("smalltalk", ())


def test_old_button_is_noted_with_the_entry_as_it_is_now() -> None:
    """When the conversation's memory is gone the verdict still counts; an unknown entry has no version."""
    data = tap(TURN, "feedback_bad:a").result.records[0].data
    assert (data["aspect"], data["version"]) == (None, entry("a").content_hash)
    assert tap(TURN, "feedback_good:gone").result.records[0].data["version"] is None


def test_yes_and_no_to_the_question_are_understood() -> None:
    """Typed "đúng rồi" and "chưa" count like the buttons, right after the question and not later."""
    turn, _ = answered(TURN, "a")
    yes = STAGES[1].take(replace(turn, intent="affirm", text="đúng rồi"))
    no = STAGES[1].take(replace(turn, intent="deny", text="chưa"))
    assert yes is not None
    assert no is not None
    assert yes.result.records[0].data["verdict"] == "good"
    assert no.result.records[0].data["verdict"] == "bad"
    later, _ = answered(turn, "b")
    assert STAGES[1].take(replace(later, intent="affirm", text="đúng rồi")) is None


def test_verdict_is_no_failure() -> None:
    """ "Not right" does not count towards the two failures that offer a person."""
    turn, _ = answered(TURN, "a")
    done = tap(replace(turn, misses=1), "feedback_bad:a")
    assert done.slots["misses"] == 0
