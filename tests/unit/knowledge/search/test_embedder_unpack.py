"""Unpacking the bundled model, without torch: what is read, what is written, and what is refused."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.embedders.bert_weights import bert_weights
from knowledge.search.embedders.bundled_file import BundledFileError, read_bundled
from knowledge.search.embedders.protocol import EmbedderError
from knowledge.search.embedders.tokeniser_json import normalisers, tokeniser_json
from knowledge.search.embedders.unpack import bundled_weights, unpack
from tests.unit.knowledge.search.bundled import CHARACTERS, HIDDEN, PIECES, write_bundled


def quietly(done: int, total: int) -> None:
    """Show no progress."""


def test_blocks_become_the_weights_they_stand_for(tmp_path: Path) -> None:
    """A weight is its half byte less eight, times the block's scale; the low halves come first."""
    model = read_bundled(write_bundled(tmp_path / "weights.bin"))
    row = model.tensors["l0.q.w"].whole()[:32]
    half = [(nibble - 8) * 0.5 for nibble in range(16)]
    assert row.tolist() == half + half
    assert model.tensors["emb.pos"].whole()[:3].tolist() == [0.0, 0.125, 0.25]


def test_tokeniser_is_read_piece_by_piece(tmp_path: Path) -> None:
    """Pieces, scores, special places and readings of characters are those of the file."""
    tokeniser = read_bundled(write_bundled(tmp_path / "weights.bin")).tokeniser
    assert tokeniser.pieces == PIECES
    assert tokeniser.scores[4:6] == (-1.5, -2.0)
    assert (tokeniser.begin, tokeniser.end, tokeniser.padding, tokeniser.unknown) == (0, 2, 1, 3)
    assert tokeniser.characters == CHARACTERS


def test_every_tensor_has_its_place_in_the_encoder(tmp_path: Path) -> None:
    """All tensors of the file are written once, each with as many weights as its shape says."""
    model = read_bundled(write_bundled(tmp_path / "weights.bin"))
    weights = list(bert_weights(model))
    own = [one for one in weights if not one.name.startswith("pooler.")]
    assert len(own) == len(model.tensors) == len({one.name for one in own})
    assert all(one.read().size == np.prod(one.shape) for one in weights)


def test_written_weights_lie_where_the_header_says(tmp_path: Path) -> None:
    """The safetensors header leads to the very numbers, without the library that reads it."""
    source = write_bundled(tmp_path / "weights.bin")
    unpack(tmp_path / "model", quietly, check=False, weights=source)
    data = (tmp_path / "model" / "model.safetensors").read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    entry = json.loads(data[8 : 8 + length])["encoder.layer.0.output.dense.weight"]
    start, end = entry["data_offsets"]
    found = np.frombuffer(data[8 + length :][start:end], "<f4")
    assert entry["shape"] == [HIDDEN, 64]
    assert found.tolist() == read_bundled(source).tensors["l0.fo.w"].whole().tolist()


def test_characters_that_unicode_reads_otherwise_get_steps_of_their_own(tmp_path: Path) -> None:
    """Control characters become a blank or nothing before NFKC; what NFKC does anyway is not repeated."""
    steps = normalisers(CHARACTERS)
    assert [(step["pattern"]["Regex"], step["content"]) for step in steps[:2]] == [("[\x01]", ""), ("[\\\t]", " ")]
    assert [step["type"] for step in steps] == ["Replace", "Replace", "NFKC", "Replace"]
    described = tokeniser_json(read_bundled(write_bundled(tmp_path / "weights.bin")).tokeniser)
    assert described["model"]["vocab"][4] == ["\u2581khai", -1.5]
    assert [token["content"] for token in described["added_tokens"]] == ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def test_installed_weights_are_of_the_known_format() -> None:
    """The file that the locked package carries can be read, with its 250,002 pieces and 197 tensors."""
    model = read_bundled(bundled_weights())
    assert (model.sizes.hidden, model.sizes.layers, len(model.tensors)) == (384, 12, 197)
    assert len(model.tokeniser.pieces) == 250_002


def test_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Nothing is written over: a folder with something in it stays as it is."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("kept")
    with pytest.raises(EmbedderError, match="not an empty folder"):
        unpack(tmp_path / "mine", quietly, check=False, weights=write_bundled(tmp_path / "weights.bin"))
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_interrupted_unpacking_leaves_nothing(tmp_path: Path) -> None:
    """Stopped half-way, neither a folder nor a draft of one is left."""

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unpack(tmp_path / "out" / "model", stop, check=False, weights=write_bundled(tmp_path / "weights.bin"))
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("kept", [2, 60, 400])
def test_damaged_file_is_refused_with_one_line(tmp_path: Path, kept: int) -> None:
    """A file that is cut short or of another kind is no model; the error names it."""
    source = write_bundled(tmp_path / "weights.bin")
    source.write_bytes(source.read_bytes()[:kept])
    with pytest.raises(BundledFileError, match=r"weights\.bin"):
        read_bundled(source)
    with pytest.raises(EmbedderError, match="nothing was written"):
        unpack(tmp_path / "model", quietly, check=False, weights=source)
    assert not (tmp_path / "model").exists()
