"""Turns our own development questions (search_questions.yml) into the evaluation's form, with and without marks.

PYTHONPATH=. python tests/quality/own_questions.py out/own_questions.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.text import fold

QUESTIONS = Path(__file__).with_name("search_questions.yml")


def convert(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """Return each question twice: as written, and as typed without marks."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [(row["text"], "answer", row) for row in data["questions"]]
    rows += [(text, "out_of_scope", {}) for text in data["strangers"]]
    rows += [(text, "no_answer", {}) for text in data["elsewhere"]]
    return [
        _conversation(f"{behavior}-{number:03}-{style}", write(text), behavior, row, style)
        for number, (text, behavior, row) in enumerate(rows, 1)
        for style, write in (("marked", str), ("unmarked", fold))
    ]


def _conversation(name: str, text: str, behavior: str, row: dict[str, Any], style: str) -> dict[str, Any]:
    expect = {"behavior": behavior, "codes": row.get("codes", []), "entries": row.get("ids", [])}
    return {"id": name, "turns": [{"text": text, "expect": expect}], "slice": [style]}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in convert()), encoding="utf-8")
