"""Compares our pipeline with stock Rasa's on the same sentences: understanding, time, memory.

    make bench-nlu                                   # held-out sentences and five folds: takes hours
    make bench-nlu ARGS="--folds 0"                  # held-out sentences alone
    make bench-nlu ARGS="--folds 5 --fold-epochs 10" # a shorter lesson for DIET in each fold

Each training and each reader is a process of its own. Both readers run at the same time and take turns, a block of
messages each, so that whatever else the machine does meets both alike. Results: a table, and out/nlu.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.nlu.scores import Read, by_style, percentile
from tests.bench.nlu.sentences import Fold, folds, held_out
from tests.bench.nlu.workers import PIPELINES, ROOT, Cost, Reader, train

BLOCK = 50
WARM_UP = 20
"""Messages read before the clock counts: the first ones build TensorFlow's graph."""


@dataclass
class Result:
    """What one pipeline did with one set of sentences."""

    epochs: int
    rows: list[Read] = field(default_factory=list)
    training: list[Cost] = field(default_factory=list)
    reading: list[Cost] = field(default_factory=list)


def main() -> None:
    """Run what is asked for; print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5, help="0: no cross-validation")
    parser.add_argument("--epochs", type=int, default=100, help="of DIET, before it reads the held-out sentences")
    parser.add_argument("--fold-epochs", type=int, default=100, help="of DIET in each fold")
    parser.add_argument("--no-held-out", action="store_true", help="cross-validation alone")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "nlu.json")
    options = parser.parse_args()
    sets = {} if options.no_held_out else {"held-out": ([held_out()], options.epochs)}
    if options.folds:
        sets[f"{options.folds} folds"] = (list(folds(options.folds)), options.fold_epochs)
    found: dict[str, Any] = {}
    for name, (parts, epochs) in sets.items():
        for done, results in enumerate(compare(name, parts, epochs), 1):
            so_far = f"{name}, {done} of {len(parts)}"
            found[name] = {pipeline: figures(result) for pipeline, result in results.items()}
            show(so_far, found[name])
            keep(options.out, {**found, name: {"parts": so_far, **found[name]}})
    say(f"figures in {options.out}")


def keep(file: Path, found: dict[str, Any]) -> None:
    """Write the figures after each part: what hours have measured outlives a run that is stopped."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def compare(name: str, parts: Sequence[Fold], epochs: int) -> Iterator[dict[str, Result]]:
    """Teach and ask both pipelines, part by part; hand over what is known after each."""
    results = {pipeline: Result(epochs) for pipeline in PIPELINES}
    for number, part in enumerate(parts, 1):
        with tempfile.TemporaryDirectory(prefix="bench-nlu-") as folder:
            models = {pipeline: Path(folder) / f"{pipeline}.tar.gz" for pipeline in PIPELINES}
            for pipeline, model in models.items():
                say(f"{name}, part {number} of {len(parts)}: training {pipeline} on {len(part.taught)} examples")
                cost = train(pipeline, part.taught, model, epochs)
                results[pipeline].training.append(cost)
                say(f"trained in {cost.seconds:.0f} s")
            read_in_turns(part, models, results)
        yield results


def read_in_turns(part: Fold, models: dict[str, Path], results: dict[str, Result]) -> None:
    """Let each pipeline read every sentence, a block at a time."""
    with Reader("ours", models["ours"]) as ours, Reader("stock", models["stock"]) as stock:
        readers = {"ours": ours, "stock": stock}
        for reader in readers.values():
            for asked in part.asked[:WARM_UP]:
                reader.read(asked)
        for start in range(0, len(part.asked), BLOCK):
            for pipeline, reader in readers.items():
                results[pipeline].rows += [reader.read(asked) for asked in part.asked[start : start + BLOCK]]
        for pipeline, reader in readers.items():
            results[pipeline].reading.append(reader.close())


def figures(result: Result) -> dict[str, Any]:
    """Return everything that is reported about a pipeline."""
    seconds = [row.seconds for row in result.rows]
    return {
        "epochs_of_diet": result.epochs,
        "scores": {style: asdict(score) for style, score in by_style(result.rows).items()},
        "p50_ms": percentile(seconds, 0.5) * 1000,
        "p95_ms": percentile(seconds, 0.95) * 1000,
        "training_seconds": statistics.median(cost.seconds for cost in result.training),
        "training_peak_mb": max(cost.peak_mb for cost in result.training),
        "load_seconds": statistics.median(cost.seconds for cost in result.reading),
        "reading_peak_mb": max(cost.peak_mb for cost in result.reading),
        "load_average": os.getloadavg()[0],
    }


def show(name: str, found: dict[str, Any]) -> None:
    """Print the two pipelines side by side, as rows of a Markdown table."""
    first = found[PIPELINES[0]]
    print(f"\n{name} (DIET: {first['epochs_of_diet']} epochs; load of the machine {first['load_average']:.1f})")
    print("| | " + " | ".join(PIPELINES) + " |\n| --- |" + " --- |" * len(PIPELINES))
    for style, score in first["scores"].items():
        rows = [found[pipeline]["scores"][style] for pipeline in PIPELINES]
        cells = [f"{row['accuracy']:.3f} / {row['macro_f1']:.3f} / {row['guess']:.3f}" for row in rows]
        print(f"| {style} ({score['sentences']}): accuracy / macro-F1 / best guess | {' | '.join(cells)} |")
    for line, key in [
        ("time per message p50, ms", "p50_ms"), ("p95, ms", "p95_ms"),
        ("training, s", "training_seconds"), ("peak memory of training, MB", "training_peak_mb"),
        ("loading the model, s", "load_seconds"), ("peak memory of reading, MB", "reading_peak_mb"),
    ]:  # fmt: skip
        print(f"| {line} | " + " | ".join(f"{found[pipeline][key]:.1f}" for pipeline in PIPELINES) + " |")
    print(flush=True)


def say(line: str) -> None:
    """Show progress at once."""
    print(f"bench-nlu {time.strftime('%H:%M:%S')}: {line}", flush=True)


if __name__ == "__main__":
    main()
