"""A tiny file of weights in the bundled format, written by hand: two pieces of a layout that tests can foresee."""

from __future__ import annotations

import random
import struct
from pathlib import Path

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "\u2581khai", "sinh", "<mask>")
SCORES = (0.0, 0.0, 0.0, 0.0, -1.5, -2.0, 0.0)
CHARACTERS = {"\t": " ", "\x01": "", "Ａ": "A", "\u00a0": " "}
HIDDEN, FEED_FORWARD, POSITIONS, TOKEN_TYPES = 32, 64, 4, 2
PARTS = {
    "q": HIDDEN * HIDDEN, "k": HIDDEN * HIDDEN, "v": HIDDEN * HIDDEN, "ao": HIDDEN * HIDDEN,
    "fi": FEED_FORWARD * HIDDEN, "fo": HIDDEN * FEED_FORWARD,
}  # fmt: skip


def write_bundled(path: Path) -> Path:
    """Write an encoder of one layer whose first blocks have the scale 0.5 and the half bytes 0..15, 0..15."""
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, TOKEN_TYPES, 1e-12, 32
    )
    head += _tokeniser() + _characters()
    contents = _contents()
    offset = len(head) + 4 + sum(2 + len(name) + 21 for name in contents)
    directory = struct.pack("<i", len(contents))
    for name, (kind, count, content) in contents.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, offset, len(content))
        offset += len(content)
    path.write_bytes(head + directory + b"".join(content for _, _, content in contents.values()))
    return path


def _tokeniser() -> bytes:
    encoded = [piece.encode() for piece in PIECES]
    offsets = [sum(map(len, encoded[:at])) for at in range(len(encoded) + 1)]
    text = b"".join(encoded)
    numbers = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text))
    return numbers + struct.pack(f"<{len(offsets)}I", *offsets) + struct.pack(f"<{len(SCORES)}f", *SCORES) + text


def _characters() -> bytes:
    rows = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(character), len(to), *map(ord, to)) for character, to in CHARACTERS.items()
    )
    return struct.pack("<iI", len(CHARACTERS), len(rows)) + rows


def _contents() -> dict[str, tuple[int, int, bytes]]:
    rows = {
        "emb.word": _blocks(len(PIECES) * HIDDEN),
        "emb.pos": _whole(POSITIONS * HIDDEN),
        "emb.type": _whole(TOKEN_TYPES * HIDDEN),
    }
    norms = ["emb.ln", "l0.aln", "l0.oln"]
    for part, count in PARTS.items():
        rows[f"l0.{part}.w"] = _blocks(count)
        rows[f"l0.{part}.b"] = _same(FEED_FORWARD if part == "fi" else HIDDEN, 0.0)
    for norm in norms:
        rows[f"{norm}.w"], rows[f"{norm}.b"] = _same(HIDDEN, 1.0), _same(HIDDEN, 0.0)
    return rows


def _blocks(count: int) -> tuple[int, int, bytes]:
    first = struct.pack("<e", 0.5) + bytes(nibble | nibble << 4 for nibble in range(16))
    dice = random.Random(count)  # the others differ, or all texts would have one vector
    rest = [struct.pack("<e", 0.05) + dice.randbytes(16) for _ in range(count // 32 - 1)]
    return 1, count, b"".join([first, *rest])


def _whole(count: int) -> tuple[int, int, bytes]:
    return 0, count, struct.pack(f"<{count}f", *(at % 3 / 8 for at in range(count)))


def _same(count: int, value: float) -> tuple[int, int, bytes]:
    return 0, count, struct.pack("<f", value) * count
