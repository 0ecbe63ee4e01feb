"""Measures the safety net on its own stories: `python -m tests.quality.safety.measure`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.lexicon_file import load_lexicon
from bot.safety import Danger, danger
from bot.text import fold
from nlu.manifest import ROOT
from tests.unit.nlu.environment import nlu_environment, nlu_python, trained_model_folder

HERE = Path(__file__).parent
SCAM_INTENT = "report_scam"


class Line(NamedTuple):
    """A message and what should come of it: a pattern, a kind of emergency, or nothing in particular."""

    text: str
    expected: str
    style: str


def stories() -> list[Line]:
    """Return the scam stories; `expected` is the pattern."""
    return [
        Line(text, pattern, style)
        for pattern, styles in _rows("stories.yml").items()
        for style, texts in styles.items()
        for text in texts
    ]


def ordinary() -> list[Line]:
    """Return the ordinary questions, look-alikes first."""
    return [Line(text, "", part) for part, texts in _rows("ordinary.yml").items() for text in texts]


def emergencies() -> list[Line]:
    """Return the emergencies; `expected` is the kind."""
    rows = _rows("emergencies.yml")
    return [Line(text, kind, "") for kind, texts in rows.items() if kind != "look_alikes" for text in texts]


def emergency_look_alikes() -> list[str]:
    """Return questions that only sound like emergencies."""
    return list(_rows("emergencies.yml")["look_alikes"])


def insults() -> Mapping[str, list[str]]:
    """Return insults, insults with a question inside, and what only looks like one."""
    return _rows("insults.yml")


def with_unmarked(texts: Sequence[str]) -> list[str]:
    """Return the texts and their twins without marks."""
    return list(dict.fromkeys([*texts, *(fold(text) for text in texts)]))


def judged(text: str, intent: str | None = None) -> Danger | None:
    """Return the danger in a text."""
    return danger(text, load_lexicon(), intent)


def understood(texts: Sequence[str]) -> list[str]:
    """Return the intent of each text as the trained model reads it. Skips the test without Rasa's environment."""
    done = subprocess.run(
        [nlu_python(), "-m", "nlu.read", "--models", str(trained_model_folder())],
        input="".join(f"{text}\n" for text in texts),
        cwd=ROOT,
        env=nlu_environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["intent"] for line in done.stdout.splitlines()]


@cache
def _rows(name: str) -> dict[str, Any]:
    rows: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return rows


def report() -> Iterator[str]:
    """Yield the lines of the report: recall and false alarms of each witness, alone and together."""
    for title, lines, wanted in (("scam stories", stories(), True), ("ordinary questions", ordinary(), False)):
        for style, texts in (("as written", [line.text for line in lines]), ("without marks", _unmarked(lines))):
            yield from _witnesses(f"{title} {style}", texts, wanted)
    for title, texts, wanted in (
        ("emergencies", [line.text for line in emergencies()], True),
        ("look-alikes of emergencies", emergency_look_alikes(), False),
    ):
        alarms = [_is_emergency(judged(text)) for text in texts]
        yield f"{title}: {len(texts)}, alarms {sum(alarms)}"
        yield from (f"   WRONG {text}" for text, alarm in zip(texts, alarms, strict=True) if alarm != wanted)


def _witnesses(title: str, texts: Sequence[str], wanted: bool) -> Iterator[str]:
    intents = understood(texts)
    patterns = [_is_scam(judged(text)) for text in texts]
    reading = [intent == SCAM_INTENT for intent in intents]
    both = [_is_scam(judged(text, intent)) for text, intent in zip(texts, intents, strict=True)]
    yield f"{title}: {len(texts)}, by patterns {sum(patterns)}, by understanding {sum(reading)}, by both {sum(both)}"
    yield from (f"   WRONG {text}" for text, warned in zip(texts, both, strict=True) if warned != wanted)


def _unmarked(lines: Sequence[Line]) -> list[str]:
    return [fold(line.text) for line in lines]


def _is_scam(found: Danger | None) -> bool:
    return found is not None and found.kind == "scam"


def _is_emergency(found: Danger | None) -> bool:
    return found is not None and found.is_emergency


if __name__ == "__main__":
    print("\n".join(report()))
