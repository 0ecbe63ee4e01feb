"""Any model that the sentence-transformers library loads: a folder on this machine, or a name on a model hub."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.search.embedders.prefixes import Prefixes, prefixes_of
from knowledge.search.embedders.protocol import EmbedderError, Floats

PREFIX = "sentence-transformers:"
LIBRARY = "sentence_transformers"
NAME_LENGTH = 64
"""The store keeps no longer names."""
TO_INSTALL = "the extra 'embeddings' is not installed; run `make embeddings` (docs/embedding.md)"


class SentenceTransformerModel:
    """A sentence-transformers model on the processor, with the prefixes that it wants."""

    def __init__(self, model: str) -> None:
        """Load a folder or, where there is internet, a model of that name. Raises EmbedderError."""
        check_model(model)
        model = os.path.expanduser(model)
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        loaded: Any = _load(model)
        self._model = loaded
        self._prefixes = prefixes_of(Path(model).name, getattr(loaded, "prompts", None) or {})
        self.name = model_name(model, fingerprint(loaded, self._prefixes))

    def query(self, text: str) -> Floats:
        """Return the vector of a question."""
        vector: Floats = self._encode([self._prefixes.query + text])[0]
        return vector

    def passages(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text."""
        return self._encode([self._prefixes.passage + text for text in texts])

    def _encode(self, texts: list[str]) -> Floats:
        vectors: Floats = self._model.encode(
            texts, prompt="", normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return vectors.astype(np.float32)


def is_installed() -> bool:
    """Is the extra there?"""
    return importlib.util.find_spec(LIBRARY) is not None


def check_model(model: str) -> None:
    """Raise EmbedderError when the extra or a folder is missing. Loads nothing: the start asks this first."""
    if not is_installed():
        raise EmbedderError(f"EMBEDDER={PREFIX}…: {TO_INSTALL}")
    if _is_path(model) and not (Path(model).expanduser() / "modules.json").is_file():
        raise EmbedderError(
            f"EMBEDDER={PREFIX}…: the folder does not exist or holds no sentence-transformers model"
            " (no modules.json); `congdanso embedder unpack FOLDER` makes one"
        )


def model_name(model: str, print_: str) -> str:
    """Return the name that vectors are stored under: readable, at most as long as the store takes, one a content."""
    room = NAME_LENGTH - len(f"st::{print_}")
    return f"st:{Path(model).name[:room]}:{print_}"


def fingerprint(model: Any, prefixes: Prefixes) -> str:
    """Hash everything that changes vectors: weights, their layout, prefixes, the cut of long texts.

    By content, not by name or date: a folder that was trained further is another model, a copied one the same.
    """
    hashed = hashlib.blake2b(digest_size=8)
    hashed.update(repr((prefixes, model.max_seq_length, [_layout(part) for part in model])).encode())
    for name, tensor in sorted(model.state_dict().items()):
        hashed.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        numbers = tensor.float() if tensor.is_floating_point() else tensor  # NumPy knows no bfloat16
        hashed.update(np.ascontiguousarray(numbers.detach().cpu().numpy()).data)
    return hashed.hexdigest()


def _layout(part: Any) -> tuple[str, str]:
    """Return what a part of the model is and how it is set, such as the way of pooling."""
    settings = part.get_config_dict() if hasattr(part, "get_config_dict") else {}
    return type(part).__name__, json.dumps(settings, sort_keys=True, default=str)


def _load(model: str) -> object:
    folder = Path(model)
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(model, device="cpu", local_files_only=folder.is_dir())
    except Exception as error:  # the library raises whatever its own libraries raise
        where = "the folder cannot be loaded" if folder.is_dir() else "it is no folder here and could not be fetched"
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise EmbedderError(
            f"EMBEDDER={PREFIX}…: {where} ({type(error).__name__}: {reason[:200]}); see docs/embedding.md"
        ) from error


def _is_path(model: str) -> bool:
    """Is this a folder, or written like one? A hub's names have at most one slash, and not in front."""
    return Path(model).exists() or model.startswith(("/", ".", "~")) or model.count("/") > 1
