"""The safety net on stories, emergencies and look-alikes written for it. Recall stays 1; thresholds only go up."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.text import fold, words
from nlu.training_data import examples
from tests.quality.safety.measure import (
    HERE,
    SCAM_INTENT,
    emergencies,
    emergency_look_alikes,
    insults,
    judged,
    ordinary,
    stories,
    understood,
    with_unmarked,
)

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
HELD_OUT: dict[str, list[str]] = yaml.safe_load((HERE / "held_out.yml").read_text(encoding="utf-8"))
PATTERNS_ALONE = 0.99
RIGHT_PATTERN = 0.97
FALSE_ALARMS = 0.01
ALIAS_ALARMS = 0.004

STORIES = with_unmarked([*(line.text for line in stories()), *HELD_OUT["stories"]])
ORDINARY = with_unmarked([*(line.text for line in ordinary()), *HELD_OUT["ordinary"]])


def kind_of(text: str, intent: str | None = None) -> str | None:
    """Return the kind of danger in a text."""
    found = judged(text, intent)
    return found.kind if found else None


def test_lists_are_as_long_as_promised() -> None:
    """80 stories of all nine patterns in four styles, 300 ordinary questions, 60 emergencies, 60 look-alikes."""
    assert len(stories()) >= 80
    assert {line.expected for line in stories()} == {
        path.stem.removeprefix("lua-dao-") for path in (CONTENT / "lua-dao").glob("lua-dao-*.yml")
    }
    assert {line.style for line in stories()} == {"marked", "unmarked", "teencode", "regional"}
    assert len(ordinary()) >= 300
    assert len(emergencies()) >= 60
    assert len(emergency_look_alikes()) >= 60


def test_no_story_was_taught() -> None:
    """What is measured stands neither in the training sentences nor among those that measure the intents."""
    taught = {_bare(example.text) for example in examples()}
    asked = yaml.safe_load((HERE.parent / "intents" / "report_scam.yml").read_text(encoding="utf-8"))
    taught |= {_bare(text) for style in ("marked", "unmarked", "teencode") for text in asked[style]}
    assert [line.text for line in stories() if _bare(line.text) in taught] == []


def test_every_story_is_warned_about() -> None:
    """Patterns and understanding together miss no scam story, with marks or without."""
    intents = understood(STORIES)
    missed = [text for text, intent in zip(STORIES, intents, strict=True) if kind_of(text, intent) != "scam"]
    assert missed == []


def test_patterns_alone_warn_about_most_stories() -> None:
    """Also without the language model (Rasa down) nearly every story is warned about."""
    seen = [kind_of(text) == "scam" for text in STORIES]
    assert sum(seen) / len(seen) >= PATTERNS_ALONE, [text for text in STORIES if kind_of(text) != "scam"]


def test_ordinary_questions_raise_no_alarm() -> None:
    """At most one in a hundred ordinary questions, half of them look-alikes, is taken for a danger."""
    intents = understood(ORDINARY)
    false = [text for text, intent in zip(ORDINARY, intents, strict=True) if kind_of(text, intent) is not None]
    assert len(false) <= FALSE_ALARMS * len(ORDINARY), false


def test_story_is_recognised_as_the_one_it_is() -> None:
    """The entry that is offered explains the story that was told."""
    found = [judged(line.text, SCAM_INTENT) for line in stories()]
    right = [one is not None and one.pattern == line.expected for line, one in zip(stories(), found, strict=True)]
    assert sum(right) / len(right) >= RIGHT_PATTERN


@pytest.mark.parametrize("line", emergencies(), ids=lambda line: line.text)
def test_emergency_is_seen_as_what_it_is(line) -> None:
    """Every emergency gets its own number, with marks or without."""
    assert [kind_of(line.text), kind_of(fold(line.text))] == [line.expected] * 2


@pytest.mark.parametrize("text", with_unmarked(HELD_OUT["emergencies"]))
def test_emergency_of_the_second_list_is_seen(text: str) -> None:
    """The same on sentences that were written after the tables."""
    assert (kind_of(text) or "").startswith("emergency_")


@pytest.mark.parametrize("text", with_unmarked([*emergency_look_alikes(), *HELD_OUT["emergency_look_alikes"]]))
def test_question_that_sounds_like_an_emergency_stays_a_question(text: str) -> None:
    """ "Phòng cháy chữa cháy" is a procedure: no false alarm at all."""
    assert kind_of(text) is None


def test_content_raises_no_alarm() -> None:
    """How residents name the procedures of the library is not taken for a danger, scam topics aside."""
    aliases = [
        alias
        for path in CONTENT.glob("*/*.yml")
        if path.parent.name != "lua-dao"
        for alias in yaml.safe_load(path.read_text(encoding="utf-8")).get("aliases") or ()
    ]
    false = [text for text in with_unmarked(aliases) if kind_of(text) is not None]
    assert len(aliases) > 2000
    assert len(false) <= ALIAS_ALARMS * 2 * len(aliases), false


@pytest.mark.parametrize("text", with_unmarked(insults()["insults"]))
def test_insult_alone_is_met_calmly(text: str) -> None:
    """An insult with nothing asked beside it is seen as one."""
    assert kind_of(text) == "insult"


@pytest.mark.parametrize("text", [*insults()["with_a_question"], *insults()["not_insults"]])
def test_question_with_an_insult_is_answered(text: str) -> None:
    """A question is answered, whatever words come with it."""
    assert kind_of(text) is None


def _bare(text: str) -> str:
    return fold(" ".join(words(text)))
