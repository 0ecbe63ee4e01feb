"""Every question that was not answered well becomes a gap, once: not known, found wrong, choices that nobody took."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.replies import Record
from channels.journal import Journal
from channels.records import Incoming, Turn
from channels.tables import gaps
from tests.unit.channels.conftest import Clock
from tests.unit.channels.noting import converse, feedback_result, outcome, result, rows

OFFER = result(
    outcome("clarify", None, "fee", "tam-tru", "thuong-tru"),
    ("Đăng ký tạm trú", "ask_fee:tam-tru"),
    ("Đăng ký thường trú", "ask_fee:thuong-tru"),
    ("Không có cái nào", "choose_none"),
)
NO_ANSWER = result(outcome("no_answer"))


def clarified(journal: Journal, question: str = "phí đăng ký trú") -> Turn:
    """Let a resident ask something that the bot offers choices for."""
    return converse(journal, question, OFFER)


def noted(journal: Journal) -> list[tuple[str, str]]:
    """Return kind and question of every gap."""
    return [(row["kind"], row["question"]) for row in rows(journal, gaps)]


# --- not known ---


def test_question_without_an_answer_is_a_gap(journal: Journal, clock: Clock) -> None:
    """Every no_answer is noted, masked, with the aspect that was asked."""
    turn = converse(journal, "phí nuôi rồng, cccd 000099999917", result(outcome("no_answer", None, "fee")))
    (row,) = rows(journal, gaps)
    assert row["question"] == "phí nuôi rồng, cccd [số định danh]"
    assert (row["kind"], row["aspect"], row["state"]) == ("no_answer", "fee", "open")
    assert (row["turn_id"], row["noted_at"]) == (turn.id, clock())


def test_answered_question_is_no_gap(journal: Journal) -> None:
    """What was answered, chatted or refused as not ours leaves nothing."""
    for code in ("answered", "answered_partly", "smalltalk", "out_of_scope", "guide", "handoff"):
        converse(journal, "hỏi", result(outcome(code)))
    assert noted(journal) == []


def test_rejecting_all_choices_is_a_gap_about_the_question_before(journal: Journal) -> None:
    """After "none of these" the gap holds the question, not the words on the button, and is noted once."""
    turn = clarified(journal)
    converse(journal, "=choose_none", NO_ANSWER, turn.conversation)
    assert noted(journal) == [("no_answer", "phí đăng ký trú")]


@pytest.mark.parametrize("said", ["3", "số ba", "không có cái nào", "Không có cái nào."])
def test_rejecting_by_typing_is_the_same(journal: Journal, said: str) -> None:
    """A number or a title typed is a choice taken, not a question."""
    turn = clarified(journal)
    converse(journal, said, NO_ANSWER, turn.conversation)
    assert noted(journal) == [("no_answer", "phí đăng ký trú")]


def test_gap_that_an_action_notes_itself_is_stored(journal: Journal) -> None:
    """An action may name a gap of its own; the question is the turn's."""
    record = Record("gap", {"kind": "negative", "entry": "a", "aspect": "fee", "reason": "unclear"})
    converse(journal, "vẫn không hiểu", result(outcome("answered", "a"), records=(record,)))
    assert noted(journal) == [("negative", "vẫn không hiểu")]


# --- found wrong ---


def test_negative_verdict_is_a_gap_about_what_was_asked(journal: Journal) -> None:
    """The gap holds the resident's question, not "chưa đúng"."""
    turn = converse(journal, "phí hộ chiếu", result(outcome("answered", "a", "fee"), ("Chưa đúng", "feedback_bad:a")))
    converse(journal, "=feedback_bad:a", feedback_result("bad"), turn.conversation)
    assert noted(journal) == [("negative", "phí hộ chiếu")]


# --- choices that nobody took ---


def test_choices_left_for_another_question_are_a_gap(journal: Journal) -> None:
    """Who is offered choices and asks something else has not found what was meant."""
    turn = clarified(journal)
    converse(journal, "làm khai sinh", result(outcome("answered", "khai-sinh")), turn.conversation)
    (row,) = rows(journal, gaps)
    assert (row["kind"], row["question"], row["aspect"]) == ("abandoned", "phí đăng ký trú", "fee")
    assert row["turn_id"] == turn.id


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("=ask_fee:tam-tru", "tam-tru"),
        ("2", "thuong-tru"),
        ("đăng ký tạm trú", "tam-tru"),
        ("cái tạm trú ấy", "tam-tru"),
    ],
    ids=["button", "number", "title", "in other words"],
)
def test_choice_taken_in_any_way_is_no_gap(journal: Journal, said: str, answer: str) -> None:
    """A button, a number, a title, or words that led to one of the entries offered."""
    turn = clarified(journal)
    converse(journal, said, result(outcome("answered", answer, "fee")), turn.conversation)
    assert noted(journal) == []


def test_fault_between_leaves_the_choices_open(journal: Journal) -> None:
    """An error or a masked message says nothing about the choices: the turn after it decides."""
    turn = clarified(journal)
    broken = journal.claim_next(
        journal.receive(Incoming("web", text="2", conversation=turn.conversation)).turn.conversation
    )
    assert broken is not None
    journal.fail(broken, result(outcome("error_rasa")))
    converse(journal, "000099999917", result(outcome("privacy")), turn.conversation)
    assert noted(journal) == []
    converse(journal, "thôi", result(outcome("smalltalk")), turn.conversation)
    assert noted(journal) == [("abandoned", "phí đăng ký trú")]


def test_question_without_choices_is_nothing_to_abandon(journal: Journal) -> None:
    """ "Which procedure?" without choices is answered by words of any kind."""
    turn = converse(journal, "phí sao", result(outcome("clarify", None, "fee")))
    converse(journal, "cảm ơn", result(outcome("smalltalk")), turn.conversation)
    assert noted(journal) == []


def test_reason_that_is_not_given_is_no_gap(journal: Journal) -> None:
    """Who says "not right" and not why has left a gap already; the reasons are no clarification."""
    reasons = result(outcome("clarify", "a", "fee"), ("Thông tin cũ", "feedback_reason:outdated"))
    turn = converse(journal, "chưa đúng", reasons)
    converse(journal, "làm khai sinh", result(outcome("answered", "khai-sinh")), turn.conversation)
    assert noted(journal) == []


# --- conversations that ended with choices ---


def test_daily_round_notes_what_a_conversation_ended_with(journal: Journal, clock: Clock) -> None:
    """Choices that stood last in a conversation that ended are noted by the daily round, once."""
    turn = clarified(journal)
    clock.move(hours=1)
    assert journal.note_left_clarifications() == 0
    clock.move(hours=2)
    assert journal.note_left_clarifications() == 1
    assert journal.note_left_clarifications() == 0
    (row,) = rows(journal, gaps)
    assert (row["kind"], row["question"], row["turn_id"]) == ("abandoned", "phí đăng ký trú", turn.id)


def test_daily_round_leaves_conversations_that_went_on(journal: Journal, clock: Clock) -> None:
    """A choice that was taken, an open turn, reasons not given and other outcomes are no business of the round."""
    taken = clarified(journal)
    converse(journal, "1", result(outcome("answered", "tam-tru", "fee")), taken.conversation)
    waiting = clarified(journal)
    journal.receive(Incoming("web", text="2", conversation=waiting.conversation))
    converse(journal, "chưa đúng", result(outcome("clarify", "a"), ("Cũ", "feedback_reason:outdated")))
    converse(journal, "phí sao", result(outcome("clarify", None, "fee")))
    converse(journal, "xin chào", result(outcome("smalltalk"), ("Kích hoạt VNeID", "ask_procedure:vneid")))
    clock.move(days=1)
    assert journal.note_left_clarifications() == 0


def test_daily_round_looks_past_a_fault(journal: Journal, clock: Clock) -> None:
    """A conversation that ended with our apology behind the choices was left all the same."""
    turn = clarified(journal)
    broken = journal.claim_next(
        journal.receive(Incoming("web", text="2", conversation=turn.conversation)).turn.conversation
    )
    assert broken is not None
    journal.fail(broken, result(outcome("error_rasa")))
    clock.move(days=1)
    assert journal.note_left_clarifications() == 1


def test_daily_round_works_through_many(journal: Journal, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """More conversations than fit one transaction are all noted."""
    monkeypatch.setattr("channels.gaps._BATCH", 2)
    for _ in range(5):
        clarified(journal)
    clock.time += timedelta(days=1)
    assert journal.note_left_clarifications() == 5


def test_return_after_the_round_notes_nothing_twice(journal: Journal, clock: Clock) -> None:
    """The resident who comes back next day and asks something else adds no second row for the same choices."""
    turn = clarified(journal)
    clock.move(days=1)
    journal.note_left_clarifications()
    converse(journal, "làm khai sinh", result(outcome("answered", "khai-sinh")), turn.conversation)
    assert len(noted(journal)) == 1
