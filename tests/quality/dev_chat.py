"""Turns the development questions beside the checkout into the evaluation's form; nothing of them is kept here.

PYTHONPATH=. python tests/quality/dev_chat.py ../shared/data/eval_dev_chat out/dev_chat.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

JUDGEMENT = Path(__file__).with_name("dev_chat_judgement.yml")
"""Our own judgement, by id, of rows whose label was made for another store of procedures."""


def convert(folder: Path, judgement: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return conversations. A gold code counts where the dump has it; a row without one expects no sure answer.

    "answerable" is the slice of first turns whose procedure is in the dump: the figures of the goals.
    """
    judged = read_judgement() if judgement is None else judgement
    conversations = []
    for name, turns in groupby(_read(folder / "chat_labelled.jsonl"), key=lambda row: row["id"].split("#")[0]):
        conversations.append(_conversation(name, list(turns), "chat", judged))
    for row in _read(folder / "nodiacritics_labelled.jsonl"):
        conversations.append(_conversation(row["id"], [row], "unmarked", judged))
    return conversations


def read_judgement(path: Path = JUDGEMENT) -> dict[str, Any]:
    """Return our judgement by id of the row."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path.exists() else {}


def _conversation(name: str, rows: list[dict[str, Any]], source: str, judged: Mapping[str, Any]) -> dict[str, Any]:
    turns = [_turn(row, judged.get(row["id"])) for row in rows]
    if rows[0]["behavior"] in ("answer", "clarify") and rows[0]["gold_in_tthc_dvcqg_2026"]:
        turns[0]["slice"].append("answerable")
    return {"id": name, "turns": turns, "slice": [source]}


def _turn(row: dict[str, Any], judgement: Mapping[str, Any] | None) -> dict[str, Any]:
    codes, behavior = row["gold_in_tthc_dvcqg_2026"], row["behavior"]
    if judgement:
        behavior = judgement["behavior"]
        codes = [*codes, *judgement.get("codes", ())]
    topics = list(judgement.get("topics", ())) if judgement else []
    if behavior == "answer" and not codes and not topics:
        behavior = "no_answer"
    asked = row.get("asked_fields") or []
    aspect = asked[0] if behavior == "answer" and len(asked) == 1 else None
    expect = {"behavior": behavior, "codes": codes, "topics": topics, "aspect": aspect}
    return {"text": row["question"], "expect": expect, "slice": ["judged again"] if judgement else []}


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in convert(source)), encoding="utf-8")
