"""Writes a safetensors file: a header of JSON, then the numbers, one tensor in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from math import prod
from pathlib import Path

from knowledge.search.embedders.bert_weights import Weights

FLOAT32 = 4
ALIGNMENT = 8
"""The header's length is a multiple of this, padded with spaces."""


def write_safetensors(path: Path, tensors: Iterable[Weights], advance: Callable[[int, int], None]) -> None:
    """Write all tensors as float32; tell how many bytes are done of how many."""
    rows = list(tensors)
    header = _header(rows)
    total, done = sum(prod(one.shape) for one in rows) * FLOAT32, 0
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        for one in rows:
            content = one.read().astype("<f4").reshape(one.shape)
            file.write(content.tobytes())
            done += content.nbytes
            advance(done, total)


def _header(rows: Iterable[Weights]) -> bytes:
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    start = 0
    for one in rows:
        end = start + prod(one.shape) * FLOAT32
        entries[one.name] = {"dtype": "F32", "shape": one.shape, "data_offsets": [start, end]}
        start = end
    text = json.dumps(entries).encode()
    return text + b" " * (-len(text) % ALIGNMENT)
