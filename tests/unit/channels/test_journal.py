"""The journal: stored masked, taken in order, answered once, forgotten when asked."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text

from bot.database import make_engine
from bot.replies import Choice, Outcome, Reply, TurnResult
from channels.errors import EmptyMessage, JournalTooNew, PayloadNotOffered, TurnLost, UnknownConversation
from channels.journal import Journal
from channels.lookups import LEASE
from channels.migrate import FOLDER, NEWEST, VERSION_TABLE
from channels.records import Incoming, Turn
from channels.tables import inbox, metadata, outbox
from tests.unit.channels.conftest import DATABASES, POSTGRES_URL, Clock


def said(*choices: tuple[str, str], code: str = "answered") -> TurnResult:
    return TurnResult(Outcome(code), (Reply("Mời bạn chọn:", tuple(Choice(*choice) for choice in choices)),))


def receive(journal: Journal, words: str = "xin chào", conversation: str | None = None) -> Turn:
    return journal.receive(Incoming("web", text=words, conversation=conversation)).turn


def answer(journal: Journal, turn: Turn, result: TurnResult | None = None) -> Turn:
    claimed = journal.claim_next(turn.conversation)
    assert claimed is not None
    journal.finish(claimed, result or said())
    return claimed


@pytest.mark.skipif(not POSTGRES_URL, reason="CONGDANSO_TEST_POSTGRES_URL names no PostgreSQL database")
def test_every_rule_below_was_tried_on_postgresql_too(journal: Journal) -> None:
    """The journal keeps the same promises on both databases."""
    assert "postgresql" in DATABASES


# --- migrations ---


def test_migrations_make_exactly_the_tables(engine: Engine) -> None:
    """A migrated database has the tables of the code, no more and no less."""
    Journal(engine).migrate()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_newest_revision_is_the_one_the_start_looks_for() -> None:
    """A new migration is not forgotten: its name is written where the start compares."""
    assert ScriptDirectory(FOLDER).get_current_head() == NEWEST


def test_second_migration_changes_nothing(journal: Journal) -> None:
    """Migrating again keeps every row."""
    turn = receive(journal)
    journal.migrate()
    assert [past.id for past in journal.history(turn.conversation, "web")] == [turn.id]


def test_many_starters_migrate_at_once(engine: Engine) -> None:
    """Processes that start together all find a finished journal and none fails."""
    failures: list[BaseException] = []

    def start() -> None:
        try:
            own = make_engine(engine.url.render_as_string(hide_password=False))
            Journal(own).migrate()
            own.dispose()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    starters = [threading.Thread(target=start) for _ in range(5)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert failures == []
    assert receive(Journal(engine)).number == 1


def test_journal_of_a_newer_version_is_left_alone(journal: Journal) -> None:
    """An older program refuses a newer journal in one clear line and writes nothing."""
    with journal.engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = 'journal_9999'"))
    with pytest.raises(JournalTooNew, match="newer version"):
        journal.migrate()


# --- taking in ---


def test_words_are_stored_masked_and_in_one_clean_line(journal: Journal) -> None:
    """What is stored has no private number, no command and no odd characters."""
    turn = receive(journal, "  /restart\u200b  CCCD cua toi la 000099999999 \n lam sao")
    assert "000099999999" not in turn.text
    assert turn.text.startswith("restart CCCD cua toi la [")
    assert turn.masked


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u2060", "\ud800", "/", " // \uff0f "])
def test_message_without_anything_readable_is_refused(journal: Journal, words: str) -> None:
    """Nothing is stored of a message with nothing in it."""
    with pytest.raises(EmptyMessage):
        receive(journal, words)
    assert journal.open_turns() == 0


def test_same_event_again_gives_the_first_turn(journal: Journal) -> None:
    """A provider that delivers an event twice has made one turn."""
    event = Incoming("zalo", text="xin chào", key="user-1", event_id="e-1")
    first, second = journal.receive(event), journal.receive(event)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.turn == second.turn


def test_same_event_at_once_from_many_threads_is_stored_once(journal: Journal) -> None:
    """Twenty parallel deliveries of one event, in a conversation that is new, make one turn."""
    found: list[str] = []

    def deliver() -> None:
        found.append(journal.receive(Incoming("zalo", text="xin chào", key="user-1", event_id="e-1")).turn.id)

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert journal.open_turns() == 1


def test_client_ids_of_two_conversations_do_not_meet(journal: Journal) -> None:
    """An id that a client chose counts in its own conversation alone."""
    one = journal.receive(Incoming("web", text="một", message_id="1"))
    two = journal.receive(Incoming("web", text="hai", message_id="1"))
    again = journal.receive(Incoming("web", text="một", conversation=one.turn.conversation, message_id="1"))
    assert two.is_new
    assert again.turn.id == one.turn.id


def test_conversation_is_found_again_by_the_channels_key(journal: Journal) -> None:
    """A messenger's user always comes back to the same conversation; users of another channel do not."""
    first = journal.receive(Incoming("zalo", text="một", key="user-1")).turn
    second = journal.receive(Incoming("zalo", text="hai", key="user-1")).turn
    other = journal.receive(Incoming("telegram", text="ba", key="user-1")).turn
    assert first.conversation == second.conversation
    assert other.conversation != first.conversation


@pytest.mark.parametrize("conversation", ["", "nope", "x" * 5000, "' OR 1=1 --"])
def test_unknown_conversation_is_refused(journal: Journal, conversation: str) -> None:
    """Nobody speaks in a conversation that does not exist."""
    with pytest.raises(UnknownConversation):
        receive(journal, conversation=conversation)


def test_conversation_of_another_channel_is_unknown(journal: Journal) -> None:
    """An id of one channel opens nothing in another."""
    turn = journal.receive(Incoming("zalo", text="một", key="user-1")).turn
    with pytest.raises(UnknownConversation):
        receive(journal, conversation=turn.conversation)
    with pytest.raises(UnknownConversation):
        journal.history(turn.conversation, "web")


def test_conversation_ids_cannot_be_guessed(journal: Journal) -> None:
    """An id has 144 random bits."""
    ids = {receive(journal).conversation for _ in range(50)}
    assert len(ids) == 50
    assert all(len(conversation) == 24 for conversation in ids)


# --- choices ---


def test_payload_that_was_offered_is_accepted_with_its_title(journal: Journal) -> None:
    """A tapped button is stored with the words that were on it, also long after it was offered."""
    turn = answer(journal, receive(journal), said(("Lệ phí", "ask_fee:x")))
    tapped = journal.receive(Incoming("web", payload="ask_fee:x", conversation=turn.conversation)).turn
    assert (tapped.kind, tapped.payload, tapped.text) == ("payload", "ask_fee:x", "Lệ phí")


@pytest.mark.parametrize("payload", ["ask_fee:y", "ask_fee", "/restart", "", "x" * 5000])
def test_payload_never_offered_is_refused_and_not_stored(journal: Journal, payload: str) -> None:
    """A payload is accepted only from the conversation that was offered it."""
    turn = answer(journal, receive(journal), said(("Lệ phí", "ask_fee:x")))
    with pytest.raises(PayloadNotOffered):
        journal.receive(Incoming("web", payload=payload, conversation=turn.conversation))
    assert journal.open_turns() == 0


def test_payload_of_another_conversation_is_refused(journal: Journal) -> None:
    """What one person was offered is nothing to another; no empty conversation is left behind."""
    answer(journal, receive(journal), said(("Lệ phí", "ask_fee:x")))
    other = receive(journal)
    with pytest.raises(PayloadNotOffered):
        journal.receive(Incoming("web", payload="ask_fee:x", conversation=other.conversation))
    with pytest.raises(PayloadNotOffered):
        journal.receive(Incoming("web", payload="ask_fee:x"))


def test_number_means_a_choice_of_the_last_offer_for_ten_minutes(journal: Journal, clock: Clock) -> None:
    """A bare number counts through the choices last offered, and only for ten minutes."""
    turn = answer(journal, receive(journal), said(("Cũ", "ask_fee:old")))
    turn = answer(
        journal, receive(journal, conversation=turn.conversation), said(("A", "ask_fee:a"), ("B", "ask_fee:b"))
    )
    answer(journal, receive(journal, conversation=turn.conversation), said())
    second = journal.offered_number(turn.conversation, 2)
    assert second is not None
    assert second.payload == "ask_fee:b"
    assert journal.offered_number(turn.conversation, 3) is None
    clock.move(minutes=10)
    assert journal.offered_number(turn.conversation, 1) is not None
    clock.move(seconds=1)
    assert journal.offered_number(turn.conversation, 1) is None
    assert journal.offered(turn.conversation, "ask_fee:a") is not None


# --- working ---


def test_turns_are_claimed_oldest_first_one_at_a_time(journal: Journal) -> None:
    """The order of a conversation is kept: no turn is given out while an earlier one is open."""
    first = receive(journal, "một")
    second = receive(journal, "hai", first.conversation)
    claimed = journal.claim_next(first.conversation)
    assert claimed is not None
    assert claimed.id == first.id
    assert journal.claim_next(first.conversation) is None
    journal.finish(claimed, said())
    claimed = journal.claim_next(first.conversation)
    assert claimed is not None
    assert claimed.id == second.id


def test_one_conversation_does_not_hold_up_another(journal: Journal) -> None:
    """A turn in work blocks its own conversation only."""
    stuck, other = receive(journal), receive(journal)
    assert journal.claim_next(stuck.conversation) is not None
    assert journal.claim_next(other.conversation) is not None


def test_turn_whose_lease_ran_out_is_given_out_again(journal: Journal, clock: Clock) -> None:
    """A turn left behind by a dead process is taken over, and the dead process cannot answer it any more."""
    first = journal.claim_next(receive(journal).conversation)
    assert first is not None
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert journal.open_conversations() == [first.conversation]
    second = journal.claim_next(first.conversation)
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 2)
    with pytest.raises(TurnLost):
        journal.finish(first, said())
    journal.finish(second, said())
    assert len(journal.history(first.conversation, "web")) == 1


@pytest.mark.parametrize("days", [-2, 2])
def test_moved_clock_never_leaves_a_turn_stuck(journal: Journal, clock: Clock, days: int) -> None:
    """A clock set wrong by two days, either way, delays nobody for longer than a lease."""
    turn = journal.claim_next(receive(journal).conversation)
    assert turn is not None
    clock.move(days=days)
    assert journal.claim_next(turn.conversation) is not None


def test_turn_given_back_is_taken_at_once(journal: Journal) -> None:
    """A process that stops hands its open turns to the next one without a wait."""
    turn = journal.claim_next(receive(journal).conversation)
    assert turn is not None
    journal.release(turn)
    assert journal.open_conversations() == [turn.conversation]
    assert journal.claim_next(turn.conversation) is not None


def test_finished_turn_is_closed_once(journal: Journal) -> None:
    """A turn has exactly one outcome: the second finish is refused and writes no reply."""
    turn = answer(journal, receive(journal))
    with pytest.raises(TurnLost):
        journal.finish(turn, said())
    with journal.engine.connect() as connection:
        assert len(connection.execute(select(outbox)).all()) == 1


def test_failed_turn_keeps_its_sentence(journal: Journal) -> None:
    """A turn that failed is closed too, with words for the resident, and is not tried again."""
    turn = journal.claim_next(receive(journal).conversation)
    assert turn is not None
    journal.fail(turn, said(code="error_rasa"))
    with journal.engine.connect() as connection:
        assert connection.execute(select(inbox.c.state)).scalar() == "failed"
    assert journal.open_conversations() == []
    stored = journal.result(turn.id)
    assert stored == said(code="error_rasa")


def test_replies_of_a_messenger_wait_to_be_delivered(journal: Journal) -> None:
    """The web page fetches replies; those of other channels stay pending in the outbox."""
    for channel, state in (("web", "sent"), ("zalo", "pending")):
        turn = answer(journal, journal.receive(Incoming(channel, text="một", key="user-1")).turn)
        with journal.engine.connect() as connection:
            states = connection.scalars(select(outbox.c.state).where(outbox.c.turn_id == turn.id)).all()
        assert states == [state]


def test_open_conversations_lets_young_turns_be(journal: Journal, clock: Clock) -> None:
    """Recovery leaves alone what has only just arrived: its own process is about to take it."""
    turn = receive(journal)
    assert journal.open_conversations(timedelta(seconds=10)) == []
    clock.move(seconds=10)
    assert journal.open_conversations(timedelta(seconds=10)) == [turn.conversation]


# --- looking back and forgetting ---


def test_history_shows_turns_in_order_with_their_replies(journal: Journal) -> None:
    """The history is what the resident saw; an open turn has no result yet."""
    first = answer(journal, receive(journal, "một"), said(("A", "ask_fee:a")))
    receive(journal, "hai", first.conversation)
    one, two = journal.history(first.conversation, "web")
    assert (one.text, one.result) == ("một", said(("A", "ask_fee:a")))
    assert (two.text, two.result) == ("hai", None)


def test_erased_conversation_leaves_no_trace_on_the_disk(journal: Journal) -> None:
    """After erasing, no byte of the words is left in the database or its log, and the turn in work is lost."""
    turn = journal.claim_next(receive(journal, "câu chuyện bí mật của tôi").conversation)
    assert turn is not None
    journal.erase(turn.conversation, "web")
    with pytest.raises(TurnLost):
        journal.finish(turn, said())
    with pytest.raises(TurnLost):
        journal.result(turn.id)
    with pytest.raises(UnknownConversation):
        journal.history(turn.conversation, "web")
    with pytest.raises(UnknownConversation):
        journal.erase(turn.conversation, "web")
    if journal.engine.url.database and journal.engine.dialect.name == "sqlite":
        database = Path(journal.engine.url.database)
        for file in database.parent.glob(f"{database.name}*"):
            assert "bí mật".encode() not in file.read_bytes()


def test_retention_deletes_what_is_older_and_nothing_else(journal: Journal, clock: Clock) -> None:
    """Turns received before the day are gone, with conversations left empty; younger ones stay."""
    old = answer(journal, receive(journal, "cũ"))
    kept = answer(journal, receive(journal, "lâu"))
    clock.move(days=100)
    young = answer(journal, receive(journal, "mới", kept.conversation))
    assert journal.delete_before(date(2027, 1, 1)) == 2
    with pytest.raises(UnknownConversation):
        journal.history(old.conversation, "web")
    assert [past.id for past in journal.history(kept.conversation, "web")] == [young.id]


def test_retention_counts_days_in_vietnam(journal: Journal, clock: Clock) -> None:
    """A message of one o'clock in the night in Vietnam belongs to that day, not to the day before."""
    clock.move(hours=10)  # 18:00 UTC on the 22nd is 01:00 on the 23rd in Vietnam
    receive(journal)
    assert journal.delete_before(date(2026, 11, 23)) == 0
    assert journal.delete_before(date(2026, 11, 24)) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=30))
def test_any_order_of_duplicates_gives_each_event_one_turn_in_order_of_arrival(
    journal: Journal, deliveries: list[tuple[int, int]]
) -> None:
    """Whatever is delivered, however often, each event is one turn, claimed in the order of first arrival."""
    run = receive(journal).id  # a name of its own for each example
    expected: dict[str, list[str]] = {}
    conversations: dict[str, str] = {}
    for person, event_number in deliveries:
        key = f"{run}-{person}"
        event = Incoming("zalo", text=f"câu {event_number}", key=key, event_id=f"{key}-{event_number}")
        turn = journal.receive(event).turn
        conversations[key] = turn.conversation
        seen = expected.setdefault(key, [])
        if turn.id not in seen:
            seen.append(turn.id)
    for key, conversation in conversations.items():
        claimed = []
        while (next_turn := journal.claim_next(conversation)) is not None:
            claimed.append(next_turn.id)
            journal.finish(next_turn, said())
        assert claimed == expected[key]
