"""Starts the processes of Rasa's environment: one trains a pipeline, one reads messages with it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from nlu.training_data import Sentence
from tests.bench.nlu.scores import Read
from tests.bench.nlu.sentences import Asked

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / ".venv-nlu/bin/python"
PIPELINES = ("ours", "stock")


class WorkerError(RuntimeError):
    """A process of the comparison ended early; the text is the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    seconds: float
    peak_mb: float


def train(pipeline: str, taught: Sequence[Sentence], model: Path, epochs: int) -> Cost:
    """Train a pipeline in a process of its own. Raises WorkerError."""
    lesson = model.with_suffix(".jsonl")
    rows = (json.dumps([one.intent, one.text], ensure_ascii=False) for one in taught)
    lesson.write_text("\n".join(rows), encoding="utf-8")
    command = _command("train", pipeline, model, "--taught", str(lesson), "--epochs", str(epochs))
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True)
    if done.returncode:
        raise WorkerError(f"training of {pipeline} failed:\n{done.stderr[-2000:]}")
    fields = json.loads(done.stdout.splitlines()[-1])
    return Cost(fields["seconds"], fields["peak_mb"])


class Reader:
    """A process that reads messages with a trained pipeline; close it to learn what it took."""

    def __init__(self, pipeline: str, model: Path) -> None:
        self._process = subprocess.Popen(
            _command("read", pipeline, model), cwd=ROOT, env=_environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._load_seconds = float(self._answer()["load_seconds"])

    def read(self, asked: Asked) -> Read:
        """Return what the pipeline makes of one sentence."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked.text) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return Read(asked, answer["intent"], answer["guess"], answer["seconds"])

    def close(self) -> Cost:
        """End the process; return the seconds of loading and the peak memory."""
        assert self._process.stdin
        self._process.stdin.close()
        cost = Cost(self._load_seconds, self._answer()["peak_mb"])
        self._process.wait(timeout=60)
        return cost

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise WorkerError("a reading process ended early; run tests/bench/nlu/rasa_side.py by hand to see why")
        found: dict[str, Any] = json.loads(line)
        return found


def _command(job: str, pipeline: str, model: Path, *more: str) -> list[str]:
    return [str(PYTHON), "-m", "tests.bench.nlu.rasa_side", job, pipeline, str(model), *more]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
