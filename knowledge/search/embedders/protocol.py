"""What the search asks of an embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.settings import SettingsError

Floats = npt.NDArray[np.float32]


class EmbedderError(SettingsError):
    """The model that the setting EMBEDDER names cannot be used; the message says what to do."""


class Embedder(Protocol):
    """Turns text into vectors of length one."""

    @property
    def name(self) -> str:
        """Identify model and version in at most 64 letters: stored vectors of another name are not compared."""
        ...

    def query(self, text: str) -> Floats:
        """Return the vector of a question, shape (dimensions,)."""
        ...

    def passages(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text, shape (texts, dimensions)."""
        ...
