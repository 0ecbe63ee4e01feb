"""Names and shapes of the bundled tensors as a Hugging Face BertModel has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from knowledge.search.embedders.bundled_file import BundledModel, Sizes
from knowledge.search.embedders.protocol import Floats

LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True)
class Weights:
    """One tensor of the encoder: its name, its shape, and how to get at it."""

    name: str
    shape: tuple[int, ...]
    read: Callable[[], Floats]


def bert_weights(model: BundledModel) -> Iterator[Weights]:
    """Return every tensor of the encoder. Raises KeyError when the bundled file lacks one."""
    sizes = model.sizes
    width = sizes.hidden
    yield _weights(model, "emb.word", "embeddings.word_embeddings.weight", (sizes.vocabulary, width))
    yield _weights(model, "emb.pos", "embeddings.position_embeddings.weight", (sizes.positions, width))
    yield _weights(model, "emb.type", "embeddings.token_type_embeddings.weight", (sizes.token_types, width))
    yield from _both(model, "emb.ln", "embeddings.LayerNorm", (width,))
    for layer in range(sizes.layers):
        for short, long in LAYER_PARTS.items():
            yield from _both(model, f"l{layer}.{short}", f"encoder.layer.{layer}.{long}", _shape(short, sizes))
    # mean pooling never uses the pooler; without it the loader would invent one at random and warn
    yield Weights("pooler.dense.weight", (width, width), lambda: np.zeros(width * width, np.float32))
    yield Weights("pooler.dense.bias", (width,), lambda: np.zeros(width, np.float32))


def _both(model: BundledModel, short: str, long: str, shape: tuple[int, ...]) -> Iterator[Weights]:
    yield _weights(model, f"{short}.w", f"{long}.weight", shape)
    yield _weights(model, f"{short}.b", f"{long}.bias", shape[:1])


def _weights(model: BundledModel, short: str, long: str, shape: tuple[int, ...]) -> Weights:
    return Weights(long, shape, model.tensors[short].whole)


def _shape(part: str, sizes: Sizes) -> tuple[int, ...]:
    """Return the shape of a part's weight: rows are what comes out, columns what goes in."""
    if part.endswith("ln"):
        return (sizes.hidden,)
    if part == "fi":
        return (sizes.feed_forward, sizes.hidden)
    return (sizes.hidden, sizes.feed_forward if part == "fo" else sizes.hidden)
