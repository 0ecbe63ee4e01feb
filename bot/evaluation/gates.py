"""Figures that must not fall again: each gate names set, knowledge, slice, metric and the least or most allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.metrics import METRICS, Share
from bot.evaluation.questions import EvaluationError

_NAMES = frozenset(metric.name for metric in METRICS)


@dataclass(frozen=True)
class Gate:
    """One figure with the bound it has to keep."""

    set: str
    """Name of the question file, without its ending."""
    knowledge: str
    """starter: the entries of the repository; full: a portal dump imported beside them."""
    metric: str
    bound: float
    is_least: bool
    """True: the figure may not be lower; False: it may not be higher."""
    slice: str = "all"


def read_gates(path: Path, name: str, knowledge: str) -> list[Gate]:
    """Return the gates of one set asked with that knowledge. Raises EvaluationError, also when there is none."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        gates = [_gate(row) for row in rows]
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise EvaluationError(f"{path.name}: not a file of gates ({error})") from None
    own = [gate for gate in gates if (gate.set, gate.knowledge) == (name, knowledge)]
    if not own:
        raise EvaluationError(f"{path.name} has no gate for the set {name} with {knowledge} knowledge")
    return own


def broken(gates: Iterable[Gate], slices: Mapping[str, tuple[int, Mapping[str, Share]]]) -> list[str]:
    """Return one line for each gate that does not hold; a figure that was not measured holds no gate."""
    lines = []
    for gate in gates:
        share = slices.get(gate.slice, (0, {}))[1].get(gate.metric)
        where = f"{gate.set}, {gate.slice}: {gate.metric}"
        if share is None:
            lines.append(f"{where} was not measured")
        elif (share.value < gate.bound) if gate.is_least else (share.value > gate.bound):
            bound = f"{'at least' if gate.is_least else 'at most'} {gate.bound:.3f}"
            lines.append(f"{where} is {share.value:.3f} ({share.count} of {share.total}), must be {bound}")
    return lines


def _gate(row: dict[str, Any]) -> Gate:
    if row["metric"] not in _NAMES:
        raise ValueError(f"unknown metric {row['metric']}")
    if ("least" in row) == ("most" in row):
        raise ValueError(f"{row['metric']} needs either least or most")
    bound = float(row["least"] if "least" in row else row["most"])
    return Gate(row["set"], row["knowledge"], row["metric"], bound, "least" in row, row.get("slice", "all"))
