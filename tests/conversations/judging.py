"""Compares what came back with what a line expects, and names each difference in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.text import place_tone_marks
from tests.conversations.dialogues import Line

Choice = dict[str, str]
"""A button of the HTTP contract: title and payload."""


@dataclass
class Talk:
    """Where a dialogue stands while it is being said."""

    conversation: str | None = None
    choices: list[Choice] = field(default_factory=list)
    remembered: str = ""


def differences(line: Line, answer: Mapping[str, Any], before: Sequence[Choice], talk: Talk) -> list[str]:
    """Return each difference in words; what the line asks to remember is noted in the talk."""
    outcome, text = answer["outcome"], spoken(answer)
    titles = [choice["title"] for reply in answer["replies"] for choice in reply["choices"]]
    found = []
    if outcome["code"] not in line.outcome:
        found.append(f"outcome: expected {_or(line.outcome)}, got {outcome['code']}")
    if line.entry is not None and not _is_about(outcome, line.entry):
        found.append(f"entry: expected {_or(line.entry)}, got {outcome['entry']} {_offered(outcome)}")
    if line.aspect is not None and outcome["aspect"] not in line.aspect:
        found.append(f"aspect: expected {_or(line.aspect)}, got {outcome['aspect']}")
    if line.picks is not None:
        found += _not_picked(line.picks, before, outcome)
    if line.remember:
        match = re.search(line.remember, text)
        talk.remembered = match[1] if match else ""
        found += [] if match else [f"says: nothing like {line.remember!r}"]
    wanted = [phrase.replace("{remembered}", talk.remembered) for phrase in line.says]
    found += [f"says: {phrase!r} is missing" for phrase in wanted if not _says(text, phrase)]
    found += [f"never: {phrase!r} was said" for phrase in line.never if _says(text, phrase)]
    shown = "\n".join([text, *titles])
    found += [f"mentions: {phrase!r} is nowhere" for phrase in line.mentions if not _says(shown, phrase)]
    found += [f"offers: {title!r} is missing in {titles}" for title in line.offers if not _in(title, titles)]
    found += [f"offers_not: {title!r} was offered" for title in line.offers_not if _in(title, titles)]
    return found + _broken_promises(answer, text)


def _broken_promises(answer: Mapping[str, Any], text: str) -> list[str]:
    """What holds for every line: words always, and a source with the day it was checked behind every fact."""
    sources = [source for reply in answer["replies"] for source in reply["sources"]]
    found = [] if text.strip() else ["the reply has no words"]
    if answer["outcome"]["code"] == "answered" and not any(source["checked_on"] for source in sources):
        found.append("an answer without a source and the day it was checked")
    return found


def _is_about(outcome: Mapping[str, Any], entries: Sequence[str | None]) -> bool:
    """Tell whether a turn is about one of the entries; one that asks back must offer it."""
    if outcome["entry"] is None and any(entries):
        return None in entries or any(one["entry"] in entries for one in outcome["candidates"])
    return outcome["entry"] in entries


def _not_picked(number: int, before: Sequence[Choice], outcome: Mapping[str, Any]) -> list[str]:
    if number > len(before):
        return [f"picks: there was no choice {number}, only {titles_of(before)}"]
    meant = before[number - 1]["payload"].partition(":")[2]
    return [] if outcome["entry"] == meant else [f"picks: choice {number} is {meant}, got {outcome['entry']}"]


def spoken(answer: Mapping[str, Any]) -> str:
    """Return all words of an answer: replies and the links under them."""
    parts = [part for reply in answer["replies"] for part in (reply["text"], *(one["title"] for one in reply["links"]))]
    return "\n".join(parts)


def _plain(text: str) -> str:
    return " ".join(place_tone_marks(unicodedata.normalize("NFC", text)).casefold().split())


def _says(text: str, phrase: str) -> bool:
    """Tell whether the phrase is in the text; "a|b" is said by either."""
    return any(_plain(one) in _plain(text) for one in phrase.split("|"))


def is_same(one: str, other: str) -> bool:
    """Tell whether two titles read the same."""
    return _plain(one) == _plain(other)


def _in(title: str, titles: Sequence[str]) -> bool:
    return any(is_same(title, one) for one in titles)


def _or(values: Sequence[str | None]) -> str:
    return " or ".join("none" if value is None else value for value in values)


def _offered(outcome: Mapping[str, Any]) -> str:
    names = [one["entry"] for one in outcome["candidates"]]
    return f"(found: {', '.join(names)})" if names else ""


def titles_of(choices: Sequence[Choice]) -> list[str]:
    """Return what stands on the buttons."""
    return [choice["title"] for choice in choices]
