"""Reads the training sentences of nlu/training and makes of them the examples that the classifier learns from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, cycle
from math import gcd
from pathlib import Path
from typing import Any, Dict, Iterator, List

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nlu.twins import ChatStyle, twins

FOLDER = Path(__file__).parent
TRAINING = FOLDER / "training"
LOOKUPS = FOLDER / "lookups"
PROCEDURE = "<thủ tục>"
BLANKS = {
    PROCEDURE: "procedures",
    "<tình huống>": "situations",
    "<người>": "people",
    "<chuyện ngoài lề>": "off_topics",
    "<nơi cũ>": "places",
}
"""What stands in a sentence for any name of its kind, and the file of nlu/lookups to fill it from."""
FILLINGS = 3
"""Ways to fill a sentence: with about 80 such sentences, an intent meets every name at least once."""
STRIDE = 37
"""Steps through a lookup list, which is in order of subject: one sentence meets names of several subjects."""


class TrainingDataError(ValueError):
    """A file of training data is wrong; the message names the file and says what to write."""


@dataclass(frozen=True)
class Sentence:
    """One way of saying something, and what is meant by it."""

    intent: str
    text: str


def examples() -> List[Sentence]:
    """Return every sentence with its blanks filled, followed by its twins; no text twice within an intent."""
    style = read_chat_style()
    found: Dict[Sentence, None] = {}
    for sentence in filled(read_sentences(), read_lookups()):
        found[sentence] = None
        for twin in twins(sentence.text, style):
            found[Sentence(sentence.intent, twin)] = None
    return list(found)


def read_sentences(folder: Path = TRAINING) -> List[Sentence]:
    """Return the sentences as written, file by file. Raises TrainingDataError."""
    return [sentence for path in sorted(folder.glob("*.yml")) for sentence in _read_intent(path)]


def read_lookups() -> Dict[str, List[str]]:
    """Return what each blank may be filled with. Raises TrainingDataError."""
    found = {}
    for blank, name in BLANKS.items():
        path = LOOKUPS / f"{name}.yml"
        found[blank] = _texts(path, _load(path).get(name))
    found[PROCEDURE] += official_names()
    return found


def official_names() -> List[str]:
    """Return names put together from the parts in lookups/official_names.yml: each object with two of the acts."""
    path = LOOKUPS / "official_names.yml"
    rows = _load(path)
    acts, tails = cycle(_texts(path, rows.get("acts"))), cycle(_texts(path, rows.get("tails")))
    objects = _texts(path, rows.get("objects"))
    return [f"{next(acts)} {thing}" for thing in objects] + [f"{next(acts)} {thing} {next(tails)}" for thing in objects]


def read_chat_style() -> ChatStyle:
    """Return how hurried typing looks. Raises TrainingDataError."""
    path = LOOKUPS / "chat.yml"
    rows = _load(path)
    spellings = rows.get("spellings")
    if not isinstance(spellings, dict):
        raise TrainingDataError(f"{path.name}: 'spellings' must be a mapping of a word to its spellings")
    return ChatStyle(
        {word: _texts(path, forms) for word, forms in spellings.items()},
        _texts(path, rows.get("openers")),
        _texts(path, rows.get("closers")),
    )


def filled(sentences: List[Sentence], lookups: Dict[str, List[str]]) -> Iterator[Sentence]:
    """Fill the blanks, going round the lists so that an intent meets all names about equally often.

    A sentence that is nothing but a blank is filled with every name.
    """
    wheels = {
        (intent, blank): _wheel(names)
        for intent in {sentence.intent for sentence in sentences}
        for blank, names in lookups.items()
    }
    for sentence in sentences:
        times = len(lookups[sentence.text]) if sentence.text in lookups else FILLINGS
        if not any(blank in sentence.text for blank in lookups):
            times = 1
        for _ in range(times):
            text = sentence.text
            for blank in lookups:
                while blank in text:
                    text = text.replace(blank, next(wheels[sentence.intent, blank]), 1)
            yield Sentence(sentence.intent, text)


def _wheel(names: List[str]) -> Iterator[str]:
    """Go round and round the list with a stride that meets every name once a round."""
    stride = next(step for step in range(STRIDE, STRIDE + len(names)) if gcd(step, len(names)) == 1)
    return (names[turn * stride % len(names)] for turn in count())


def _read_intent(path: Path) -> List[Sentence]:
    rows = _load(path)
    if rows.get("intent") != path.stem:
        raise TrainingDataError(f"{path.name}: the first line must be 'intent: {path.stem}', the name of the file")
    return [Sentence(path.stem, text) for text in _texts(path, rows.get("sentences"))]


def _load(path: Path) -> Dict[str, Any]:
    try:
        rows = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise TrainingDataError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(rows, dict):
        raise TrainingDataError(f"{path.name}: must be a mapping")
    return rows


def _texts(path: Path, values: Any) -> List[str]:
    if not isinstance(values, list) or not values:
        raise TrainingDataError(f"{path.name}: expected a list of texts")
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise TrainingDataError(f"{path.name}: put {value!r} in quotes; every item must be text")
    return values
