"""Turns regressions.yml into the evaluation's form, to ask a running bot what the tests ask in process.

PYTHONPATH=. python tests/quality/regression_questions.py out/regressions.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

QUESTIONS = Path(__file__).with_name("regressions.yml")


def convert(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """Return one conversation a question; the slice is the change it is about."""
    return [_conversation(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]]


def _conversation(row: dict[str, Any]) -> dict[str, Any]:
    # A question about no aspect in particular may be understood as one of several: then the aspect is not judged.
    aspect = None if row["aspect"] == "overview" else row["aspect"]
    expect = {
        "behavior": "answer",
        "entries": row["entries"],
        "codes": [],
        "topic": None,
        "aspect": aspect,
        "must_include": row["must_include"] if aspect else [],
        "must_not_include": row["must_not_include"],
    }
    return {"id": row["id"], "turns": [{"text": row["ask"], "expect": expect}], "slice": [row["change"]]}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in convert()), encoding="utf-8")
