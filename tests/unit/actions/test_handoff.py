"""A person is offered after two failures, and reached with a ticket: its code, when staff answer, what happens next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.action_handoff import ActionHandoff
from actions.base import Done, Turn
from actions.desk import Desk, make_desk
from actions.stages.handoff import HandoffStage
from bot.office_hours import VIETNAM, read_office_hours
from bot.settings import Settings
from bot.ticket_code import ticket_code
from tests.unit.actions.talking import TURN, SmallLibrary, after, entry, payloads, said

HOURS = "thứ 2–6 7:30–11:30, 13:30–17:00"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
ASKS = replace(TURN, text="gặp cán bộ", intent="ask_human")
LIBRARY = SmallLibrary(entry("tam-tru", field="Cư trú", level="xã"), entry("khac", field="Việc lạ"))


def handoff(hours: str = HOURS, now: datetime = MONDAY, *, is_on: bool = True) -> ActionHandoff:
    """Return the action at a moment."""
    return ActionHandoff(LIBRARY, Desk(is_on, "UBND xã thử – 1022", read_office_hours(hours), lambda: now))  # type: ignore[arg-type]


def text(done: Done) -> str:
    """Return the first reply."""
    return done.result.replies[0].text


# --- the ticket ---


def test_resident_who_asks_gets_a_ticket() -> None:
    """Code, whom to reach, and that the conversation goes on; the note for the journal says the same code."""
    done = handoff().speak(ASKS)
    (record,) = done.result.records
    assert done.result.outcome.code == "handoff"
    assert record.kind == "ticket"
    assert record.data == {
        "code": ticket_code("t1"),
        "reason": "asked",
        "contact": "UBND xã thử – 1022",
        "entry": None,
    }
    assert ticket_code("t1") in text(done)
    assert "UBND xã thử – 1022" in text(done)
    assert "hỏi mình tiếp" in text(done)
    assert done.slots["misses"] == 0


def test_right_office_is_named_for_the_entry_in_hand() -> None:
    """Who asks about residence is shown the police of the commune beside the desk's own contact."""
    done = handoff().speak(replace(ASKS, entry="tam-tru"))
    assert "Công an xã" in text(done)
    assert "UBND xã thử – 1022" in text(done)
    assert done.result.records[0].data["entry"] == "tam-tru"


@pytest.mark.parametrize("in_hand", ["khac", "gone"])
def test_unknown_office_leaves_the_desks_contact(in_hand: str) -> None:
    """A field without a rule, or an entry that is gone, guesses no office."""
    done = handoff().speak(replace(ASKS, entry=in_hand))
    assert done.result.records[0].data["contact"] == "UBND xã thử – 1022"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (MONDAY, "Giờ làm việc: thứ 2–6"),
        (MONDAY.replace(hour=12), "13:30 thứ 2 23/11"),
        (datetime(2026, 11, 28, 9, tzinfo=VIETNAM), "7:30 thứ 2 30/11"),
    ],
    ids=["open", "noon", "weekend"],
)
def test_resident_is_told_when_staff_answer(now: datetime, words: str) -> None:
    """Within hours the hours, outside of them the next time somebody comes."""
    assert words in text(handoff(now=now).speak(ASKS))


def test_without_hours_no_time_is_promised() -> None:
    """Where no hours are set nothing is said of them, and no empty line is left."""
    words = text(handoff(hours="").speak(ASKS))
    assert "Giờ làm việc" not in words
    assert "\n\n" not in words


@pytest.mark.parametrize(("conversation", "is_told"), [("web:abc", True), ("zalo:abc", False)])
def test_resident_on_the_web_is_told_how_long_the_page_remembers(conversation: str, is_told: bool) -> None:
    """The page forgets after an hour, so the answer may have to be fetched with the code; messengers keep it."""
    done = handoff().speak(replace(ASKS, conversation=conversation))
    assert ("sau một giờ" in text(done)) is is_told


def test_second_request_says_the_code_of_the_first() -> None:
    """No loop: the code stays the same whatever turn asks."""
    first = handoff().speak(ASKS)
    again = handoff().speak(after(ASKS, first, turn_id="t2"))
    assert again.result.records[0].data["code"] == ticket_code("t1")


def test_where_nobody_answers_tickets_the_way_is_shown_and_no_ticket_made() -> None:
    """DESK=off: the office and the hotline, and nothing that nobody keeps."""
    done = handoff(is_on=False).speak(ASKS)
    assert done.result.records == ()
    assert "UBND xã thử – 1022" in text(done)
    assert "mã yêu cầu" not in text(done)


def test_desk_is_made_from_the_settings() -> None:
    """The desk's own contact comes first, then the office's, then the nearest public desk."""
    assert make_desk(Settings(desk_contact="Bàn 1: 1022", office_name="UBND")).contact == "Bàn 1: 1022"
    assert make_desk(Settings(office_name="UBND xã thử", office_contact="1022.")).contact == "UBND xã thử – 1022"
    assert make_desk(Settings()).contact_for(None).startswith("Trung tâm")
    assert make_desk(Settings()).contact_for(LIBRARY.entry("tam-tru")).startswith("Công an xã")
    assert make_desk(Settings(desk="off")).is_on is False


# --- the offer ---

STAGE = HandoffStage(handoff())


def talk(*results: Done, turn: Turn = TURN, **changes: Any) -> tuple[Turn, Done]:
    """Let turns end like this one after the other; return the next turn and what was said last."""
    done = results[0]
    for one in results:
        done = STAGE.finish(turn, one)
        turn = after(turn, done)
    return replace(turn, **changes), done


NO_ANSWER = said("no_answer")
WHICH = said("clarify")


@pytest.mark.parametrize(
    "results",
    [
        (NO_ANSWER, NO_ANSWER),
        (NO_ANSWER, said("smalltalk"), NO_ANSWER),
        (WHICH, WHICH, NO_ANSWER),
        (WHICH, WHICH, WHICH),
        (said("guide", "g", guide={"misses": 1}), said("guide", "g", guide={"misses": 2})),
    ],
    ids=["unknown twice", "talk between", "choices and unknown", "choices three times", "guide"],
)
def test_two_failures_in_a_row_offer_a_person(results: tuple[Done, ...]) -> None:
    """Not known, choices that led nowhere, answers a guide did not hear."""
    before, _ = talk(*results[:-1])
    done = STAGE.finish(before, results[-1])
    assert payloads(done) == ["ask_human"]
    assert done.slots["misses"] == 0


@pytest.mark.parametrize(
    "results",
    [
        (NO_ANSWER,),
        (WHICH, WHICH),
        (NO_ANSWER, said("answered", "a", "fee"), NO_ANSWER),
        (NO_ANSWER, said("guide", "g", guide={"misses": 0}), NO_ANSWER),
        (said("out_of_scope"), said("out_of_scope")),
        (said("smalltalk"), said("smalltalk"), said("smalltalk")),
        (said("clarify", "a", checklist="a", case={"x": "1"}), said("clarify", "a", checklist="a", case={"x": "2"})),
    ],
    ids=["once", "choices twice", "answer between", "step between", "refusals", "talk", "checklist goes on"],
)
def test_no_person_is_offered_before(results: tuple[Done, ...]) -> None:
    """One failure, or progress between two, is no reason."""
    assert payloads(talk(*results)[1]) == []


def test_checklist_that_hears_nothing_twice_offers_a_person() -> None:
    """Asking the same fact again and again leads nowhere."""
    inside = replace(TURN, checklist="a", case={"x": "1"}, intent="nlu_fallback")
    again = said("clarify", "a", checklist="a", case={"x": "1"})
    assert payloads(talk(again, again, turn=inside)[1]) == ["ask_human"]


def test_offer_comes_again_only_after_two_more_failures() -> None:
    """Nobody is asked in every turn."""
    turn, _ = talk(NO_ANSWER, NO_ANSWER)
    assert payloads(talk(NO_ANSWER, turn=turn)[1]) == []
    assert payloads(talk(NO_ANSWER, NO_ANSWER, turn=turn)[1]) == ["ask_human"]


def test_no_offer_while_a_ticket_waits() -> None:
    """No loop: who has a ticket is not sent to the desk again."""
    asked = handoff().speak(ASKS)
    turn = after(ASKS, STAGE.finish(ASKS, asked))
    assert payloads(talk(NO_ANSWER, NO_ANSWER, turn=turn)[1]) == []
    assert payloads(talk(NO_ANSWER, NO_ANSWER)[1]) == ["ask_human"]


def test_person_offered_by_the_guide_is_not_offered_twice() -> None:
    """One button is enough."""
    step = said("guide", "g", guide={"misses": 2})
    turn = replace(TURN, misses=1)
    once = STAGE.finish(turn, step)
    assert payloads(STAGE.finish(turn, replace(once, slots=step.slots))) == ["ask_human"]


def test_ticket_after_the_offer_says_why() -> None:
    """Staff see who was not understood, and who simply asked."""
    turn, _ = talk(NO_ANSWER, NO_ANSWER, text="/ask_human", intent="ask_human")
    assert handoff().speak(turn).result.records[0].data["reason"] == "failures"


def test_offer_is_forgotten_once_something_was_answered() -> None:
    """Who was helped meanwhile and then asks for a person asks of their own wish."""
    turn, _ = talk(NO_ANSWER, NO_ANSWER, said("answered", "a", "fee"), text="gặp cán bộ", intent="ask_human")
    assert handoff().speak(turn).result.records[0].data["reason"] == "asked"


def test_yes_and_no_to_the_offer_are_understood() -> None:
    """Typed "có" makes the ticket, "không" does not; a turn later they mean what they always mean."""
    turn, _ = talk(NO_ANSWER, NO_ANSWER)
    yes = STAGE.take(replace(turn, text="có", intent="affirm"))
    assert yes is not None
    assert yes.result.records[0].data["reason"] == "failures"
    no = STAGE.take(replace(turn, text="không", intent="deny"))
    assert no is not None
    assert (no.result.outcome.code, no.result.records) == ("smalltalk", ())
    later, _ = talk(said("smalltalk"), turn=turn)
    assert STAGE.take(replace(later, text="có", intent="affirm")) is None


def test_question_after_the_offer_is_left_to_the_others() -> None:
    """The offer holds nobody up."""
    turn, _ = talk(NO_ANSWER, NO_ANSWER)
    assert STAGE.take(replace(turn, intent="ask_fee")) is None
