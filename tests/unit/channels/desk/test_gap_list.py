"""The list of open gaps: the same question once, the most frequent first."""

from __future__ import annotations

from datetime import timedelta

from channels.desk.gap_list import open_gaps
from channels.desk.telling import gap_data, gaps_page
from channels.journal import Journal
from channels.tables import gaps
from tests.unit.channels.conftest import Clock
from tests.unit.channels.noting import converse, feedback_result, outcome, result


def unknown(journal: Journal, *questions: str) -> None:
    """Let residents ask what the bot does not know."""
    for question in questions:
        converse(journal, question, result(outcome("no_answer", None, "fee")))


def test_same_question_however_typed_is_one_group(journal: Journal, clock: Clock) -> None:
    """Marks, case and punctuation aside; shown as it was last typed."""
    unknown(journal, "Phí nuôi ong?", "phi nuoi ong", "nuôi ong")
    clock.move(hours=1)
    unknown(journal, "phí nuôi ong")
    first, second = open_gaps(journal.engine)
    assert (first.question, first.count, first.kinds) == ("phí nuôi ong", 3, {"no_answer": 3})
    assert (second.question, second.count) == ("nuôi ong", 1)
    assert first.last_at == clock()


def test_group_tells_what_is_known_of_it(journal: Journal) -> None:
    """Kinds, entries, aspects and reasons, for whoever corrects the content."""
    turn = converse(journal, "phí hộ chiếu", result(outcome("answered", "a", "fee"), ("Chưa đúng", "feedback_bad:a")))
    converse(journal, "=feedback_bad:a", feedback_result("bad", reason="outdated"), turn.conversation)
    (group,) = open_gaps(journal.engine)
    assert (group.entries, group.aspects, group.reasons) == (("a",), ("fee",), {"outdated": 1})
    assert gap_data(group)["kinds"] == {"negative": 1}
    assert "phí hộ chiếu  [negative, outdated]  a fee" in gaps_page([group])


def test_only_open_and_recent_gaps_are_listed(journal: Journal, clock: Clock) -> None:
    """What was worked off, or noted before the days asked for, is not shown."""
    unknown(journal, "cũ")
    clock.move(days=10)
    unknown(journal, "xong rồi", "mới")
    with journal.engine.begin() as connection:
        connection.execute(gaps.update().where(gaps.c.question == "xong rồi").values(state="done"))
    assert [group.question for group in open_gaps(journal.engine, clock() - timedelta(days=5))] == ["mới"]
    assert len(open_gaps(journal.engine)) == 2


def test_question_of_symbols_alone_is_a_group_of_its_own(journal: Journal) -> None:
    """Nothing to fold is no reason to fall over."""
    unknown(journal, "???", "!!!")
    assert len(open_gaps(journal.engine)) == 2


def test_page_without_gaps_says_so(journal: Journal) -> None:
    """An empty list is told in words."""
    assert gaps_page(open_gaps(journal.engine)) == "open gaps: 0 (none), 0 questions"
