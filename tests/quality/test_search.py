"""Does the search find what residents mean? Thresholds only go up (figures: docs/decisions/0003-search.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.lexicon_file import load_lexicon
from bot.text import fold
from knowledge.content_file import load_content
from knowledge.importers.dump import read_dump
from knowledge.model import Entry
from knowledge.overlay import Overlay, load_overlays
from knowledge.search.index import SearchIndex

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CONTENT = ROOT / "knowledge" / "content"
DUMP = ROOT.parent / "shared" / "data" / "tthc_dvcqg_2026" / "procedures.jsonl.gz"
DEV = ROOT.parent / "shared" / "data" / "eval_dev_chat"

with_dump = pytest.mark.skipif(not DUMP.exists(), reason="the procedure dump is not beside this checkout")
STYLES: tuple[Callable[[str], str], ...] = (str, fold)
"""As written, and without marks."""


@dataclass
class Score:
    """Counts over questions; every property is a share of them."""

    asked: int = 0
    first: int = 0
    answered: int = 0
    tapped: int = 0
    wrong: int = 0

    def share(self, count: int) -> float:
        """Return a count as a share of the questions."""
        return count / max(1, self.asked)

    def table(self) -> str:
        """Return one line for the report."""
        numbers = {name: getattr(self, name) for name in ("first", "answered", "tapped", "wrong")}
        return f"{self.asked} asked, " + ", ".join(f"{name} {self.share(one):.3f}" for name, one in numbers.items())


@cache
def questions() -> dict[str, Any]:
    """Return the file of questions."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "search_questions.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def content_index() -> SearchIndex:
    """Index the entries of the repository alone."""
    return SearchIndex.build(load_content(CONTENT), lexicon=load_lexicon())


@cache
def full_index() -> SearchIndex:
    """Index what a bot searches after an import of the dump: the repository's entries, the records, the overlays."""
    overlays = load_overlays()
    batch = read_dump(DUMP, lambda done, total: None)
    records = [overlaid(entry, overlays) for entry in batch.entries if entry.id not in batch.held]
    return SearchIndex.build([*load_content(CONTENT), *records], lexicon=load_lexicon())


def overlaid(entry: Entry, overlays: Mapping[str, Overlay]) -> Entry:
    """Return a record in residents' words, where somebody wrote them."""
    found = next((overlays[code] for code in entry.codes if code in overlays), None)
    return found.over(entry) if found else entry


def measure(index: SearchIndex, asked: Iterable[tuple[str, set[str]]]) -> Score:
    """Ask every question; the right answers are national codes or entry ids."""
    score = Score()
    for text, right in asked:
        found = index.search(text)
        fits = [bool(names(index, hit.entry_id) & right) for hit in found.hits]
        answered = found.band == "answer" and fits[0]
        score.asked += 1
        score.first += any(fits[:1])
        score.answered += answered
        score.tapped += answered or (found.band == "offer" and any(fits[:3]))
        score.wrong += found.band == "answer" and not fits[0]
    return score


def names(index: SearchIndex, entry_id: str) -> set[str]:
    """Return an entry's id and the codes it answers for."""
    entry, absorbed = index.catalogue.found_as(entry_id) or pytest.fail(f"{entry_id} cannot be found")
    homes = entry.guide.entries if entry.guide else ()  # a guide leads through what its entries explain
    return {entry_id, *homes, *(code for one in (entry, *absorbed) for code in one.codes)}


def own(style: Callable[[str], str]) -> list[tuple[str, set[str]]]:
    """Return our questions in one style of typing."""
    return [(style(row["text"]), {*row["codes"], *row.get("ids", ())}) for row in questions()["questions"]]


def answerable(index: SearchIndex, asked: Iterable[tuple[str, set[str]]]) -> list[tuple[str, set[str]]]:
    """Keep the questions whose answer the index holds."""
    held = {name for entry_id in index.catalogue.entries for name in held_names(index, entry_id)}
    return [(text, right) for text, right in asked if right & held]


def held_names(index: SearchIndex, entry_id: str) -> set[str]:
    """Return the names of an entry that can be found; none for an absorbed record."""
    return names(index, entry_id) if index.catalogue.found_as(entry_id) else set()


def false_answers(index: SearchIndex, texts: Iterable[str]) -> list[str]:
    """Return what was answered as if sure, in both styles."""
    return [style(text) for text in texts for style in STYLES if index.search(style(text)).band == "answer"]


def test_curated_entries_are_found_in_residents_words() -> None:
    """With the repository's entries alone, residents' words lead to the right one at once."""
    scores = [measure(content_index(), answerable(content_index(), own(style))) for style in STYLES]
    for score in scores:
        assert score.share(score.answered) >= 0.84, score.table()
        assert score.share(score.tapped) >= 0.95, score.table()
        assert score.share(score.wrong) <= 0.03, score.table()


def test_unmarked_typing_costs_at_most_two_points() -> None:
    """The same questions without marks are answered nearly as well."""
    marked, unmarked = (measure(content_index(), answerable(content_index(), own(style))) for style in STYLES)
    assert marked.share(marked.tapped) - unmarked.share(unmarked.tapped) <= 0.02 + 1 / marked.asked


def test_chatter_is_never_answered() -> None:
    """Small talk gets no procedure, in either style of typing."""
    assert false_answers(content_index(), questions()["strangers"]) == []


@pytest.mark.parametrize("text", questions()["follow_ups"])
def test_aspect_alone_asks_about_the_entry_in_hand(text: str) -> None:
    """A question that is nothing but an aspect is recognised, in either style."""
    for style in STYLES:
        assert content_index().search(style(text)).empty_of_procedure


@with_dump
def test_residents_words_find_their_procedure_among_all() -> None:
    """Among 2,700 procedures, the right one is answered at once or one tap away."""
    for style in STYLES:
        score = measure(full_index(), own(style))
        assert score.share(score.answered) >= 0.85, score.table()
        assert score.share(score.tapped) >= 0.95, score.table()
        assert score.share(score.wrong) <= 0.03, score.table()


@with_dump
def test_unmarked_typing_costs_at_most_two_points_among_all() -> None:
    """Marks help, but who types none loses at most two points."""
    marked, unmarked = (measure(full_index(), own(style)) for style in STYLES)
    assert marked.share(marked.tapped) - unmarked.share(unmarked.tapped) <= 0.02
    assert marked.share(marked.answered) - unmarked.share(unmarked.answered) <= 0.04


@with_dump
def test_chatter_and_missing_services_are_not_answered_among_all() -> None:
    """With every imported title in reach, small talk and other bodies' services stay unanswered."""
    texts = [*questions()["strangers"], *questions()["elsewhere"]]
    wrong = false_answers(full_index(), texts)
    assert len(wrong) <= 0.02 * 2 * len(texts), wrong


@with_dump
def test_general_questions_offer_choices() -> None:
    """A question that fits several procedures is answered with choices that all have its words."""
    for row in questions()["offers"]:
        found = full_index().search(row["text"])
        assert found.band == "offer", found.why
        assert any(row["word"] in (hit.alias or "").lower() for hit in found.hits[:3])


@with_dump
@pytest.mark.skipif(not DEV.exists(), reason="the development questions are not beside this checkout")
def test_development_questions() -> None:
    """First turns of the development questions whose procedure is in the dump: top-1 and one-tap hold, marks or not."""
    scores = [measure(full_index(), development_questions(style)) for style in STYLES]
    for score in scores:
        assert score.share(score.answered) >= 0.93, score.table()
        assert score.share(score.tapped) >= 0.98, score.table()
        assert score.share(score.wrong) <= 0.02, score.table()
    assert scores[0].share(scores[0].answered) - scores[1].share(scores[1].answered) <= 0.02


def development_questions(style: Callable[[str], str]) -> list[tuple[str, set[str]]]:
    """Return the first turns that expect an answer the dump holds."""
    return [
        (style(row["question"]), set(row["gold_in_tthc_dvcqg_2026"]))
        for name in ("chat_labelled", "nodiacritics_labelled")
        for row in map(json.loads, (DEV / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
        if not row["id"].endswith(("#2", "#3")) and row["behavior"] == "answer" and row["gold_in_tthc_dvcqg_2026"]
    ]
