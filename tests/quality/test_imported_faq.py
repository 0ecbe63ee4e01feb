"""Imported questions and answers add matters of their own and take none from the entries of editors."""

from __future__ import annotations

import pytest

from bot.lexicon_file import load_lexicon
from knowledge.content_file import load_content
from knowledge.importers.review import known_of, reviewed
from knowledge.model import Entry
from knowledge.search.index import SearchIndex
from knowledge.starter import CONTENT
from tests.conftest import SHARED
from tests.unit.knowledge.importers.files import read

SETS = ("faq_congan_phutho_2026/faq_long.jsonl", "faq_congan_phutho_2026/faq_short.jsonl")

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the real sets lie beside the checkout only")


@pytest.fixture(scope="module")
def content() -> list[Entry]:
    """The starter knowledge."""
    return load_content(CONTENT)


@pytest.fixture(scope="module")
def free(content: list[Entry]) -> list[Entry]:
    """What of the real sets is published beside it."""
    known = known_of(content)
    batches = [reviewed(read(SHARED / "data" / name), known, lambda done, total: None) for name in SETS]
    return [entry for batch in batches for entry in batch.entries if entry.id not in batch.held]


def test_every_name_of_an_editor_is_answered_by_the_editor(content: list[Entry], free: list[Entry]) -> None:
    """No way of asking that an editor wrote down is answered by an imported answer."""
    index = SearchIndex.build([*content, *free], lexicon=load_lexicon())
    taken = [
        alias
        for entry in content
        for alias in entry.aliases
        if (found := index.search(alias)).band == "answer" and found.hits[0].entry_id.startswith("faq-")
    ]
    assert taken == []


def test_free_questions_find_their_answers(content: list[Entry], free: list[Entry]) -> None:
    """Nine of ten published questions, asked in their own words, are answered by their own entry."""
    index = SearchIndex.build([*content, *free], lexicon=load_lexicon())
    found = [index.search(entry.title).hits[0].entry_id == entry.id for entry in free]
    assert len(free) >= 30
    assert sum(found) / len(found) >= 0.9
