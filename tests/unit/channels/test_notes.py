"""What a turn leaves for the staff is stored with its outcome: tickets and feedback, once, masked."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select

from bot.replies import TurnResult
from bot.ticket_code import ticket_code
from channels.errors import TurnLost
from channels.journal import Journal
from channels.records import Incoming, Turn
from channels.tables import feedback, gaps, tickets
from tests.unit.channels.conftest import Clock
from tests.unit.channels.noting import converse, feedback_result, outcome, result, rows, ticket_result

ID_NUMBER = "000099999917"


def ask_for_a_person(journal: Journal, conversation: str | None = None, **data: object) -> tuple[Turn, TurnResult]:
    """Let a resident ask for a person; return the turn and what the resident was told."""
    claimed = journal.claim_next(
        journal.receive(Incoming("web", text="gặp cán bộ", conversation=conversation)).turn.conversation
    )
    assert claimed is not None
    return claimed, journal.finish(claimed, ticket_result(ticket_code(claimed.id), **data))  # type: ignore[arg-type]


# --- tickets ---


def test_ticket_is_stored_with_its_turn(journal: Journal, clock: Clock) -> None:
    """The code that was said, the reason, the contact, the entry and the time are in the ticket."""
    turn, told = ask_for_a_person(journal, reason="failures", entry="ho-chieu")
    (ticket,) = rows(journal, tickets)
    assert (ticket["turn_id"], ticket["code"]) == (turn.id, ticket_code(turn.id))
    assert (ticket["reason"], ticket["contact"], ticket["entry"]) == ("failures", "UBND xã thử", "ho-chieu")
    assert (ticket["state"], ticket["created_at"]) == ("open", clock())
    assert ticket["code"] in told.replies[0].text


def test_summary_is_the_last_six_turns_masked_with_what_they_were_about(journal: Journal) -> None:
    """Staff read how it came to this: at most six lines, no private number, what the bot answered about."""
    turn = converse(journal, "câu đầu tiên", result(outcome("smalltalk")))
    for number in range(4):
        converse(journal, f"câu {number}", result(outcome("no_answer")), turn.conversation)
    converse(
        journal, f"phí hộ chiếu, cccd {ID_NUMBER}", result(outcome("answered", "ho-chieu", "fee")), turn.conversation
    )
    ask_for_a_person(journal, turn.conversation)
    lines = rows(journal, tickets)[0]["summary"].splitlines()
    assert len(lines) == 6
    assert lines[0] == "câu 0 → no_answer"
    assert lines[4] == "phí hộ chiếu, cccd [số định danh] → answered ho-chieu fee"
    assert lines[5] == "gặp cán bộ → handoff"


def test_words_of_an_earlier_talk_are_not_quoted(journal: Journal, clock: Clock) -> None:
    """A messenger's conversation lasts for months: staff see this talk, and old words are kept no longer for it."""
    turn = converse(journal, "chuyện tháng trước", result(outcome("answered", "a"), ("Chưa đúng", "feedback_bad:a")))
    clock.move(days=30)
    converse(journal, "=feedback_bad:a", feedback_result("bad"), turn.conversation)
    ask_for_a_person(journal, turn.conversation)
    assert "tháng trước" not in rows(journal, tickets)[0]["summary"]
    assert rows(journal, gaps)[0]["question"] == "Chưa đúng"


def test_long_message_is_cut_in_the_summary(journal: Journal) -> None:
    """An essay does not bury the other turns."""
    turn = converse(journal, "dài " * 200, result(outcome("no_answer")))
    ask_for_a_person(journal, turn.conversation)
    assert len(rows(journal, tickets)[0]["summary"].splitlines()[0]) < 230


def test_second_request_while_a_ticket_waits_repeats_its_code(journal: Journal) -> None:
    """No loop: one ticket, and the resident hears its code whatever the action made of the new turn."""
    turn, first = ask_for_a_person(journal)
    _, second = ask_for_a_person(journal, turn.conversation)
    (ticket,) = rows(journal, tickets)
    assert ticket["code"] in first.replies[0].text
    assert second.replies[0].text.count(ticket["code"]) == 2
    assert journal.history(turn.conversation, "web")[1].result == second


def test_taken_code_is_replaced_in_what_the_resident_hears(journal: Journal) -> None:
    """When another ticket has the code already, this one gets the next, in the ticket and in the sentence alike."""
    claimed = journal.claim_next(journal.receive(Incoming("web", text="gặp cán bộ")).turn.conversation)
    assert claimed is not None
    code = ticket_code(claimed.id)
    other, _ = ask_for_a_person(journal)
    with journal.engine.begin() as connection:
        connection.execute(tickets.update().where(tickets.c.turn_id == other.id).values(code=code))
    told = journal.finish(claimed, ticket_result(code))
    given = next(row["code"] for row in rows(journal, tickets) if row["turn_id"] == claimed.id)
    assert given == ticket_code(claimed.id, 1) != code
    assert given in told.replies[0].text
    assert code not in told.replies[0].text


def test_ticket_of_one_conversation_is_nothing_to_another(journal: Journal) -> None:
    """Each resident has a ticket of their own."""
    ask_for_a_person(journal)
    ask_for_a_person(journal)
    assert len({row["conversation_id"] for row in rows(journal, tickets)}) == 2


def test_repeated_close_stores_nothing_twice(journal: Journal) -> None:
    """A turn that is closed again leaves neither a second ticket nor a second verdict."""
    turn, _ = ask_for_a_person(journal)
    with pytest.raises(TurnLost):
        journal.finish(turn, ticket_result("X9X9"))
    rated = converse(journal, "chưa đúng", feedback_result("bad"), turn.conversation)
    with pytest.raises(TurnLost):
        journal.finish(rated, feedback_result("bad"))
    assert [len(rows(journal, table)) for table in (tickets, feedback, gaps)] == [1, 1, 1]


def test_result_that_the_resident_gets_has_no_records(journal: Journal) -> None:
    """Notes for the staff reach no channel."""
    turn, told = ask_for_a_person(journal)
    assert told.records == ()
    stored = journal.result(turn.id)
    assert stored == told


# --- feedback ---


def test_verdict_is_stored_with_entry_version_and_aspect(journal: Journal, clock: Clock) -> None:
    """What was good or not is tied to the very text that the resident read."""
    turn = converse(journal, "đúng ý", feedback_result("good"))
    (row,) = rows(journal, feedback)
    assert (row["entry"], row["version"], row["aspect"], row["verdict"]) == ("a", "v1", "fee", "good")
    assert (row["turn_id"], row["reason"], row["given_at"]) == (turn.id, None, clock())
    assert rows(journal, gaps) == []


def test_reason_completes_the_verdict(journal: Journal) -> None:
    """The reason comes a turn later and goes into the same row, and into its gap."""
    turn = converse(journal, "phí sao", result(outcome("answered", "a", "fee"), ("Chưa đúng", "feedback_bad:a")))
    converse(journal, "=feedback_bad:a", feedback_result("bad"), turn.conversation)
    converse(journal, "cũ rồi", feedback_result("bad", reason="outdated"), turn.conversation)
    (row,), (gap,) = rows(journal, feedback), rows(journal, gaps)
    assert (row["verdict"], row["reason"]) == ("bad", "outdated")
    assert (gap["kind"], gap["reason"], gap["entry"], gap["aspect"]) == ("negative", "outdated", "a", "fee")


def test_changed_mind_replaces_the_verdict_and_its_gap(journal: Journal) -> None:
    """Bad, then good: the newest verdict counts and nothing is left to do."""
    turn = converse(journal, "chưa đúng", feedback_result("bad"))
    converse(journal, "à đúng rồi", feedback_result("good"), turn.conversation)
    assert [row["verdict"] for row in rows(journal, feedback)] == ["good"]
    assert rows(journal, gaps) == []


def test_verdicts_about_two_versions_are_two(journal: Journal) -> None:
    """An answer that was corrected meanwhile is judged anew."""
    turn = converse(journal, "chưa đúng", feedback_result("bad"))
    converse(journal, "đúng", feedback_result("good", version="v2"), turn.conversation)
    assert [row["verdict"] for row in rows(journal, feedback)] == ["bad", "good"]


# --- forgetting ---


def test_erased_conversation_takes_its_notes_with_it(journal: Journal) -> None:
    """P6: nothing of tickets, feedback and gaps is left of an erased conversation; others keep theirs."""
    turn, _ = ask_for_a_person(journal)
    converse(journal, "chưa đúng", feedback_result("bad"), turn.conversation)
    kept, _ = ask_for_a_person(journal)
    journal.erase(turn.conversation, "web")
    assert [row["conversation_id"] for row in rows(journal, tickets)] == [kept.conversation]
    assert rows(journal, feedback) == rows(journal, gaps) == []


def test_retention_takes_notes_with_their_turns(journal: Journal, clock: Clock) -> None:
    """P6: tickets, feedback and gaps are kept as long as the words they are about, not longer."""
    turn, _ = ask_for_a_person(journal)
    converse(journal, "chưa đúng", feedback_result("bad"), turn.conversation)
    clock.move(days=100)
    young, _ = ask_for_a_person(journal)
    journal.delete_before(date(2027, 1, 1))
    assert [row["turn_id"] for row in rows(journal, tickets)] == [young.id]
    assert rows(journal, feedback) == rows(journal, gaps) == []


def test_journal_of_the_first_form_is_carried_over(journal: Journal) -> None:
    """F10: a journal from before there were tickets keeps its turns, and takes tickets afterwards."""
    turn = converse(journal, "xin chào", result(outcome("smalltalk")))
    with journal.engine.begin() as connection:
        for table in (gaps, feedback, tickets):
            table.drop(connection)
        connection.exec_driver_sql("UPDATE journal_schema SET version_num = 'journal_0001'")
    journal.migrate()
    ask_for_a_person(journal, turn.conversation)
    assert [past.text for past in journal.history(turn.conversation, "web")] == ["xin chào", "gặp cán bộ"]
    assert len(rows(journal, tickets)) == 1


def test_code_is_unique_in_the_table(journal: Journal) -> None:
    """The database itself refuses two tickets of one code."""
    ask_for_a_person(journal)
    other = converse(journal, "xin chào", result(outcome("smalltalk")))
    with journal.engine.connect() as connection:
        values = {**connection.execute(select(tickets)).one()._asdict(), "turn_id": other.id}
    del values["number"]
    with pytest.raises(Exception, match=r"(?i)unique"), journal.engine.begin() as connection:
        connection.execute(insert(tickets), values)
