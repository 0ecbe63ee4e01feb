"""Makes as many entries as asked for by recombining the phrases of our own content: like real titles, but invented."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.content_file import load_content
from knowledge.model import Entry
from knowledge.overlay import load_overlays

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
_PARTS = re.compile(r"[,;:()]| đối với | trong | cho | của | tại | khi | do ")
ALIASES = 4
"""Aliases of every third entry, as with overlays."""
RARE = 0.15
"""Share of titles with a word of their own (a place, a product): real vocabularies grow with their size."""


def make_entries(count: int, seed: int = 1) -> list[Entry]:
    """Return our own entries, then made-up ones, `count` in all."""
    own = load_content(CONTENT)
    chance = random.Random(seed)
    titles = _titles(_phrases(own), chance)
    return [*own[:count], *(_entry(number, titles, chance) for number in range(count - len(own)))]


def make_questions(entries: Sequence[Entry], count: int, seed: int = 2) -> list[str]:
    """Return questions as residents write them, around the aliases of our own entries."""
    chance = random.Random(seed)
    said = [alias for entry in entries if entry.origin == "curated" for alias in entry.aliases]
    starts = ("cho em hỏi ", "", "tôi muốn ", "")
    ends = (" cần giấy tờ gì", " mất mấy ngày vậy ạ", "", " ở đâu")
    return [chance.choice(starts) + chance.choice(said) + chance.choice(ends) for _ in range(count)]


def _phrases(entries: Sequence[Entry]) -> list[str]:
    texts = [text for entry in entries for text in (entry.title, entry.short_title)]
    texts += [overlay.short_title for overlay in load_overlays().values()]
    parts = {part.strip().lower() for text in texts for part in _PARTS.split(text)}
    return sorted(part for part in parts if 2 <= len(part.split()) <= 9)


def _titles(phrases: Sequence[str], chance: random.Random) -> Iterator[str]:
    joints = (" đối với ", ", ", " trong ", " cho ", " của ", " và ")
    while True:
        parts = chance.sample(phrases, chance.randint(2, 4))
        title = parts[0] + "".join(chance.choice(joints) + part for part in parts[1:])
        if chance.random() < RARE:
            title += f" {chance.choice('bcdghklmnpqrstvx')}{chance.choice('aeiou')}{chance.randrange(10**5)}"
        yield title[0].upper() + title[1:]


def _entry(number: int, titles: Iterator[str], chance: random.Random) -> Entry:
    title = next(titles)
    aliases = tuple(next(titles).lower()[:40] for _ in range(ALIASES)) if number % 3 == 0 else ()
    return Entry(
        id=f"made-{number}",
        kind="procedure",
        title=title,
        short_title=title[:60],
        origin="imported",
        aliases=aliases,
        codes=(f"9.{number:06d}",),
        field=chance.choice(("Hộ tịch", "Hải quan", "Đất đai", "Hàng hải", "Y tế")),
        level=chance.choice(("xã", "tỉnh", "bộ")),
        checked_on="2026-11-22",
    )
