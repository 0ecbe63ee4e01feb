"""Turns the development questions beside the checkout into the evaluation's form; nothing of them is kept here.

python tests/quality/dev_chat.py ../shared/data/eval_dev_chat out/dev_chat.jsonl
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any


def convert(folder: Path) -> list[dict[str, Any]]:
    """Return conversations; gold codes that the loaded dump lacks are left out, so such rows expect no answer."""
    labelled = _read(folder / "chat_labelled.jsonl")
    unmarked = _read(folder / "nodiacritics_labelled.jsonl")
    conversations = []
    for name, turns in groupby(labelled, key=lambda row: row["id"].split("#")[0]):
        conversations.append({"id": name, "turns": [_turn(row) for row in turns], "slice": ["chat"]})
    for row in unmarked:
        conversations.append({"id": row["id"], "turns": [_turn(row)], "slice": ["unmarked"]})
    return conversations


def _turn(row: dict[str, Any]) -> dict[str, Any]:
    asked = row.get("asked_fields") or []
    expect = {
        "behavior": row["behavior"],
        "codes": row["gold_in_tthc_dvcqg_2026"],
        "topic": None,
        "aspect": asked[0] if row["behavior"] == "answer" and len(asked) == 1 else None,
    }
    return {"text": row["question"], "expect": expect}


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in convert(source)), encoding="utf-8")
