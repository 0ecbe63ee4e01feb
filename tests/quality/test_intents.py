"""How well the trained model understands sentences it has never seen. The thresholds only go up."""

from __future__ import annotations

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.text import fold, words
from nlu.manifest import ROOT
from nlu.training_data import examples
from tests.unit.nlu.environment import nlu_environment, nlu_python, trained_model_folder

HELD_OUT = Path(__file__).parent / "intents"
STYLES = ("marked", "unmarked", "teencode")
LEAST = {"all": 0.965, "marked": 0.965, "unmarked": 0.955, "teencode": 0.97}
LEAST_OF_AN_INTENT = 0.8
UNMARKED_BEHIND_AT_MOST = 0.03


class Asked(NamedTuple):
    """A held-out sentence: what is meant, in which style, and the words."""

    intent: str
    style: str
    text: str


class Understood(NamedTuple):
    """What the model made of it."""

    asked: Asked
    intent: str
    confidence: float

    @property
    def right(self) -> bool:
        """Tell whether it was meant so."""
        return self.intent == self.asked.intent


def held_out() -> list[Asked]:
    """Return every held-out sentence."""
    return list(_held_out())


def _held_out() -> Iterator[Asked]:
    for path in sorted(HELD_OUT.glob("*.yml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        for style in STYLES:
            for text in rows[style]:
                yield Asked(rows["intent"], style, text)


@pytest.fixture(scope="module")
def understood() -> list[Understood]:
    """Every held-out sentence as the trained model reads it, in one process."""
    asked = held_out()
    done = subprocess.run(
        [nlu_python(), "-m", "nlu.read", "--models", str(trained_model_folder())],
        input="".join(f"{row.text}\n" for row in asked),
        cwd=ROOT,
        env=nlu_environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [Understood(row, line["intent"], line["confidence"]) for row, line in zip(asked, lines, strict=True)]


def shares(understood: list[Understood]) -> dict[str, float]:
    """Return the share of right ones overall and for each style."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for row in understood:
        groups["all"].append(row.right)
        groups[row.asked.style].append(row.right)
    return {name: sum(rights) / len(rights) for name, rights in groups.items()}


def wrong(understood: list[Understood]) -> str:
    """Return the misread sentences, for a person to look at."""
    return "\n".join(
        f"{row.asked.style:9} {row.asked.intent} read as {row.intent} ({row.confidence:.2f}): {row.asked.text}"
        for row in understood
        if not row.right
    )


@pytest.mark.parametrize("group", LEAST)
def test_share_understood_is_at_least_what_was_reached(group: str, understood: list[Understood]) -> None:
    """Overall and in each style of typing, understanding is never worse than it has been."""
    assert shares(understood)[group] >= LEAST[group], f"{shares(understood)}\n{wrong(understood)}"


def test_typing_without_marks_costs_at_most_three_points(understood: list[Understood]) -> None:
    """Who types without marks is understood about as well as who types with them."""
    reached = shares(understood)
    assert reached["marked"] - reached["unmarked"] <= UNMARKED_BEHIND_AT_MOST, wrong(understood)


def test_every_intent_is_understood(understood: list[Understood]) -> None:
    """No intent is sacrificed for the average."""
    total, right = Counter(row.asked.intent for row in understood), Counter()
    right.update(row.asked.intent for row in understood if row.right)
    weak = {
        intent: right[intent] / total[intent] for intent in total if right[intent] < LEAST_OF_AN_INTENT * total[intent]
    }
    assert weak == {}, wrong(understood)


def test_every_scam_story_is_warned_about(understood: list[Understood]) -> None:
    """A warning that does not come may cost a resident's savings: recall is 1."""
    missed = [row.asked.text for row in understood if row.asked.intent == "report_scam" and not row.right]
    assert missed == []


def test_question_about_a_procedure_is_never_refused_or_chatted_away(understood: list[Understood]) -> None:
    """Whoever asks about a procedure gets a search, at worst with the wrong aspect."""
    talk = {"out_of_scope", "greet", "thank", "goodbye", "affirm", "deny", "stop", "repeat", "go_back", "choose_none"}
    lost = [row for row in understood if _is_question(row.asked.intent) and row.intent in talk]
    assert lost == []


def test_no_held_out_sentence_is_in_training() -> None:
    """What is measured was never taught, twins and filled blanks included; marks, signs and capitals aside."""
    taught = {_bare(example.text) for example in examples()}
    assert [row for row in held_out() if _bare(row.text) in taught] == []


@pytest.mark.parametrize("path", sorted(HELD_OUT.glob("*.yml")), ids=lambda path: path.stem)
def test_every_intent_is_measured_in_three_styles(path: Path) -> None:
    """At least twelve held-out sentences an intent, at least four in each style, none twice."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    texts = [text for style in STYLES for text in rows[style]]
    assert rows["intent"] == path.stem
    assert all(len(rows[style]) >= 4 for style in STYLES)
    assert len(set(texts)) == len(texts) >= 12
    assert all(text.isascii() for text in rows["unmarked"])


def _is_question(intent: str) -> bool:
    return intent.startswith("ask_") and intent not in ("ask_human", "ask_identity")


def _bare(text: str) -> str:
    return fold(" ".join(words(text)))
