"""What changed since 2024 is said as it is now: one question or more for each great change of the facts."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.replies import MOST_CHOICES
from knowledge.answer import compose
from knowledge.content_file import load_content
from knowledge.model import Entry
from knowledge.search.index import SearchIndex
from tests.conftest import SHARED
from tests.quality.regression_questions import convert
from tests.quality.test_search import content_index, full_index, with_dump

HERE = Path(__file__).parent
CHANGES = SHARED / "facts" / "thay-doi-lon.yaml"


@cache
def regressions() -> dict[str, Any]:
    """Return the file of questions."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "regressions.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def content() -> dict[str, Entry]:
    """Return the entries of the repository by id."""
    return {entry.id: entry for entry in load_content(HERE.parents[1] / "knowledge" / "content")}


QUESTIONS = pytest.mark.parametrize("question", regressions()["questions"], ids=lambda question: question["id"])


@QUESTIONS
def test_changed_rule_is_found(question: dict[str, Any]) -> None:
    """The question leads to an entry that knows the change, at once or with one tap."""
    assert found(content_index(), question) is not None


@with_dump
@QUESTIONS
def test_changed_rule_is_found_among_imported_procedures(question: dict[str, Any]) -> None:
    """The records of the portal, which may still tell the old rule, do not come before the entry that knows better."""
    assert found(full_index(), question) is not None


@QUESTIONS
def test_new_rule_is_said_and_the_old_one_is_not(question: dict[str, Any]) -> None:
    """Every entry that may answer says the new rule and never sends anyone by the old one."""
    day = date.fromisoformat(str(regressions()["day"]))
    first = found(content_index(), question) or question["entries"][0]
    text = compose(content()[first], [], question["aspect"], day).text
    assert [part for part in question["must_include"] if part not in text] == [], text
    assert [part for part in question["must_not_include"] if part in text] == [], text


def test_questions_name_entries_that_are_there() -> None:
    """A renamed entry is noticed here, not by a question that silently asks for nothing."""
    named = {entry for question in regressions()["questions"] for entry in question["entries"]}
    assert named - content().keys() == set()


def test_questions_can_be_asked_of_a_running_bot() -> None:
    """Every question becomes a conversation of the evaluation, with its own id and the entries that may answer."""
    conversations = convert()
    assert len({item["id"] for item in conversations}) == len(regressions()["questions"])
    assert all(item["turns"][0]["expect"]["entries"] for item in conversations)


@pytest.mark.skipif(not CHANGES.exists(), reason="the facts are not beside this checkout: changes were not counted")
def test_every_great_change_has_a_question_and_an_entry() -> None:
    """Each line of the list of great changes is asked for, and an entry is about it."""
    known = {topic["id"] for topic in yaml.safe_load(CHANGES.read_text(encoding="utf-8"))["topics"]}
    assert known - {question["change"] for question in regressions()["questions"]} == set()
    assert known - {entry.topic for entry in content().values()} == set()


def found(index: SearchIndex, question: dict[str, Any]) -> str | None:
    """Return the expected entry that is answered or offered; None: neither."""
    result = index.search(question["ask"])
    shown = {"answer": 1, "offer": MOST_CHOICES}.get(result.band, 0)
    hits = [hit.entry_id for hit in result.hits[:shown]]
    return next((entry for entry in hits if entry in question["entries"]), None)
