"""Turns the template questions beside the checkout into the evaluation's form: most are about what we do not have.

PYTHONPATH=. python tests/quality/title_200.py ../shared/data/eval_dev_title_200 out/title_200.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

JUDGEMENT = Path(__file__).with_name("title_200_judgement.yml")
"""Rows outside the dump for which an entry of ours is the right answer all the same, by id."""


def convert(folder: Path, judgement: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return conversations: a title of the dump is to be answered, another title is not to be answered as if sure."""
    judged = read_judgement() if judgement is None else judgement
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [_conversation(json.loads(line), judged) for line in lines]


def read_judgement(path: Path = JUDGEMENT) -> dict[str, Any]:
    """Return our judgement by id of the row."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path.exists() else {}


def _conversation(row: dict[str, Any], judged: Mapping[str, Any]) -> dict[str, Any]:
    ours = judged.get(row["id"], {})
    codes = [*row["match_ma_thu_tuc"], *ours.get("codes", ())]
    topics = list(ours.get("topics", ()))
    known = bool(codes or topics)
    expect = {"behavior": "answer" if known else "no_answer", "codes": codes, "topics": topics, "aspect": None}
    turn = {"text": row["question"], "expect": expect}
    return {"id": row["id"], "turns": [turn], "slice": ["in the dump" if known else "not in the dump"]}


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in convert(source)), encoding="utf-8")
