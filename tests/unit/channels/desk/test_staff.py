"""What staff do with tickets, and what the resident sees of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.ticket_code import ticket_code
from channels.desk.errors import AnswerRefused, TicketClosed, UnknownTicket
from channels.desk.staff import Desk
from channels.journal import Journal
from channels.records import Incoming, Turn
from channels.tables import outbox, tickets
from tests.unit.channels.conftest import Clock
from tests.unit.channels.noting import converse, outcome, result, rows, ticket_result

ANSWER = "Bạn mang giấy chứng sinh đến UBND xã.\nCần hỏi thêm thì gọi 024 3333 4444."


@pytest.fixture
def desk(journal: Journal, clock: Clock) -> Desk:
    """The desk of the journal, on the same clock."""
    return Desk(journal.engine, clock)


def ask_for_a_person(journal: Journal, conversation: str | None = None, channel: str = "web", key: str = "") -> Turn:
    """Let a resident ask for a person."""
    event = Incoming(channel, text="gặp cán bộ", conversation=conversation, key=key or None)
    turn = journal.claim_next(journal.receive(event).turn.conversation)
    assert turn is not None
    journal.finish(turn, ticket_result(ticket_code(turn.id)))
    return turn


def test_list_shows_what_waits_the_oldest_first(journal: Journal, desk: Desk) -> None:
    """Open tickets come first, then answered ones; closed ones only when asked for."""
    first, second, third, fourth = [ticket_code(ask_for_a_person(journal).id) for _ in range(4)]
    desk.reply(first, ANSWER)
    desk.close(third)
    assert [ticket.code for ticket in desk.tickets()] == [second, fourth, first]
    assert [ticket.code for ticket in desk.tickets(closed=True)] == [second, fourth, first, third]


def test_answer_appears_in_the_conversation_at_its_time(journal: Journal, desk: Desk, clock: Clock) -> None:
    """The answer is a turn in which the resident said nothing, behind what was said before it."""
    turn = ask_for_a_person(journal)
    code = ticket_code(turn.id)
    clock.move(minutes=1)
    converse(journal, "phí khai sinh", result(outcome("answered", "khai-sinh")), turn.conversation)
    clock.move(minutes=1)
    desk.reply(code, ANSWER)
    clock.move(minutes=1)
    converse(journal, "cảm ơn", result(outcome("smalltalk")), turn.conversation)
    history = journal.history(turn.conversation, "web")
    assert [past.text for past in history] == ["gặp cán bộ", "phí khai sinh", "", "cảm ơn"]
    shown = history[2].result
    assert shown is not None
    assert shown.outcome.code == "handoff"
    assert shown.replies[0].text == f"Cán bộ trả lời yêu cầu {code} của bạn:\n{ANSWER}"


def test_answer_changes_nothing_of_the_turn_it_hangs_on(journal: Journal, desk: Desk) -> None:
    """Who posts the request again with the same message id gets what was answered then."""
    turn = ask_for_a_person(journal)
    before = journal.result(turn.id)
    desk.reply(ticket_code(turn.id), ANSWER)
    assert journal.result(turn.id) == before


def test_second_answer_comes_behind_the_first(journal: Journal, desk: Desk, clock: Clock) -> None:
    """Staff may say more; the ticket keeps the last words, the conversation all of them."""
    turn = ask_for_a_person(journal)
    desk.reply(ticket_code(turn.id), "Câu một.")
    desk.reply(ticket_code(turn.id), "Câu hai.")
    said = [past.result.replies[0].text for past in journal.history(turn.conversation, "web") if past.result]
    assert [text.splitlines()[-1] for text in said[1:]] == ["Câu một.", "Câu hai."]
    ticket = desk.ticket(ticket_code(turn.id))
    assert (ticket.state, ticket.answer, ticket.answered_at) == ("answered", "Câu hai.", clock())


@pytest.mark.parametrize(("channel", "state"), [("web", "sent"), ("zalo", "pending")])
def test_answer_to_a_messenger_waits_to_be_delivered(journal: Journal, desk: Desk, channel: str, state: str) -> None:
    """The web page fetches it; of a messenger it is one more reply to deliver."""
    turn = ask_for_a_person(journal, channel=channel, key="user-1")
    desk.reply(ticket_code(turn.id), ANSWER)
    with journal.engine.connect() as connection:
        found = connection.execute(select(outbox).where(outbox.c.turn_id == turn.id).order_by(outbox.c.position)).all()
    assert [row.position for row in found] == [1, 2]
    assert found[1].state == state


def test_request_after_an_answer_opens_the_same_ticket_again(journal: Journal, desk: Desk) -> None:
    """Who still needs a person keeps the code, and staff see the ticket as open with the newest words."""
    turn = ask_for_a_person(journal)
    desk.reply(ticket_code(turn.id), ANSWER)
    converse(journal, "vẫn chưa hiểu", result(outcome("no_answer")), turn.conversation)
    ask_for_a_person(journal, turn.conversation)
    (ticket,) = desk.tickets()
    assert (ticket.code, ticket.state) == (ticket_code(turn.id), "open")
    assert "vẫn chưa hiểu → no_answer" in ticket.summary


def test_request_after_closing_makes_a_new_ticket(journal: Journal, desk: Desk) -> None:
    """Closing resets: the next request is a new matter with a code of its own."""
    turn = ask_for_a_person(journal)
    desk.reply(ticket_code(turn.id), ANSWER)
    desk.close(ticket_code(turn.id))
    again = ask_for_a_person(journal, turn.conversation)
    assert [ticket.code for ticket in desk.tickets()] == [ticket_code(again.id)]
    assert len(rows(journal, tickets)) == 2


def test_resident_without_an_answer_is_told_of_the_closing(journal: Journal, desk: Desk, clock: Clock) -> None:
    """Nobody waits for a ticket that is closed; who was answered is not bothered."""
    silent, answered = ask_for_a_person(journal), ask_for_a_person(journal)
    desk.reply(ticket_code(answered.id), ANSWER)
    assert desk.close(ticket_code(answered.id)).closed_at == clock()
    desk.close(ticket_code(silent.id))
    last = journal.history(silent.conversation, "web")[-1]
    assert last.result is not None
    assert "đã được đóng" in last.result.replies[0].text
    assert len(journal.history(answered.conversation, "web")) == 2


def test_closed_ticket_takes_no_more_words(journal: Journal, desk: Desk) -> None:
    """Neither an answer nor a second closing."""
    code = ticket_code(ask_for_a_person(journal).id)
    desk.close(code)
    with pytest.raises(TicketClosed):
        desk.reply(code, ANSWER)
    with pytest.raises(TicketClosed):
        desk.close(code)


def test_code_is_found_however_it_is_typed_and_no_other(journal: Journal, desk: Desk) -> None:
    """Small letters and spaces are fine; a code that no ticket has says so."""
    code = ticket_code(ask_for_a_person(journal).id)
    assert desk.ticket(f" {code[:2].lower()} {code[2:].lower()}").code == code
    for unknown in ("", "ZZZZ", "%", "' OR 1=1 --"):
        with pytest.raises(UnknownTicket):
            desk.ticket(unknown)


def test_ticket_of_an_erased_conversation_is_unknown(journal: Journal, desk: Desk) -> None:
    """Staff cannot answer whom the journal has forgotten."""
    turn = ask_for_a_person(journal)
    journal.erase(turn.conversation, "web")
    with pytest.raises(UnknownTicket):
        desk.reply(ticket_code(turn.id), ANSWER)


# --- what staff may write ---


def test_phone_of_an_office_is_kept(journal: Journal, desk: Desk) -> None:
    """How to reach an office is what a resident needs: phone, hotline, e-mail, document numbers, fees."""
    code = ticket_code(ask_for_a_person(journal).id)
    words = "Gọi 0912 000 017, 1900 0368 hoặc mail mot.cua@xa.example. Theo 13/2023/NĐ-CP, phí 50.000 đồng."
    assert desk.reply(code, words).answer == words


@pytest.mark.parametrize(
    "words",
    [
        "CCCD của anh là 000099999917",
        "cmnd 000 099 999",
        "mã OTP là 940317",
        "mật khẩu: ConCoNho#77",
        "thẻ 4111 1111 1111 1111",
    ],
)
def test_persons_number_is_refused_and_nothing_is_sent(journal: Journal, desk: Desk, words: str) -> None:
    """Staff cannot send a citizen's number by mistake; the refusal does not quote it, the ticket stays as it was."""
    turn = ask_for_a_person(journal)
    with pytest.raises(AnswerRefused) as refused:
        desk.reply(ticket_code(turn.id), words)
    assert not any(part in str(refused.value) for part in words.split() if any(map(str.isdigit, part)))
    assert desk.ticket(ticket_code(turn.id)).state == "open"
    assert len(journal.history(turn.conversation, "web")) == 1


@pytest.mark.parametrize("words", ["", " \n ", "...", "\u200b"])
def test_answer_without_words_is_refused(journal: Journal, desk: Desk, words: str) -> None:
    """An empty answer helps nobody."""
    with pytest.raises(AnswerRefused, match="no words"):
        desk.reply(ticket_code(ask_for_a_person(journal).id), words)


def test_answer_longer_than_a_messenger_takes_is_refused(journal: Journal, desk: Desk) -> None:
    """The limit is the shortest of the messengers'."""
    with pytest.raises(AnswerRefused, match="2000"):
        desk.reply(ticket_code(ask_for_a_person(journal).id), "a" * 2001)


def test_odd_characters_are_taken_out_and_lines_kept(journal: Journal, desk: Desk) -> None:
    """What a screen could show wrongly is not sent."""
    code = ticket_code(ask_for_a_person(journal).id)
    assert desk.reply(code, "\u202eMột\u200b.\r\n\n  Hai.\x07 ").answer == "Một.\n\nHai."
