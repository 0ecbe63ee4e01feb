"""The adapter with the real library: skipped, visibly, where the extra [embeddings] is not installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.embedder import load_embedder
from knowledge.search.embedders.protocol import EmbedderError
from knowledge.search.embedders.sentence_transformers import SentenceTransformerModel, is_installed
from knowledge.search.embedders.unpack import LEAST_COSINE, unpack
from tests.unit.knowledge.search.bundled import write_bundled

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra [embeddings] is missing: `make embeddings`")


PROMPTS = "config_sentence_transformers.json"


def copied(source: Path, target: Path) -> Path:
    """Copy a model's folder; return the copy."""
    return Path(shutil.copytree(source, target))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an encoder of one layer."""
    folder = tmp_path_factory.mktemp("tiny")
    unpack(folder / "tiny-e5", lambda *_: None, check=False, weights=write_bundled(folder / "weights.bin"))
    return folder / "tiny-e5"


def test_folder_gives_unit_vectors(tiny: Path) -> None:
    """Questions and passages become vectors of length one, a row for each."""
    model = load_embedder(f"sentence-transformers:{tiny}")
    assert model is not None
    rows = np.vstack([model.query("khai sinh"), model.passages(["khai", "sinh"])])
    assert rows.shape == (3, 32)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_prompts_of_the_folder_are_put_in_front(tiny: Path, tmp_path: Path) -> None:
    """What the model wants in front of a question is there, exactly once, and not in front of a passage."""
    folder = copied(tiny, tmp_path / "asking")
    (folder / PROMPTS).write_text('{"prompts": {"query": "khai ", "passage": ""}}')
    model = SentenceTransformerModel(str(folder))
    once, twice = model.passages(["khai", "khai khai"])
    assert np.allclose(model.query("khai"), twice, atol=1e-6)
    assert not np.allclose(once, twice, atol=1e-3)


def test_same_content_has_the_same_name_and_changed_content_another(tiny: Path, tmp_path: Path) -> None:
    """A copied folder finds its vectors again; one whose prompts changed does not."""
    copy = copied(tiny, tmp_path / "tiny-e5")
    assert SentenceTransformerModel(str(copy)).name == SentenceTransformerModel(str(tiny)).name
    (copy / PROMPTS).write_text((copy / PROMPTS).read_text().replace("query: ", "ask: "))
    assert SentenceTransformerModel(str(copy)).name != SentenceTransformerModel(str(tiny)).name


def test_damaged_folder_is_one_clear_error(tiny: Path, tmp_path: Path) -> None:
    """A folder that the library cannot load is an error that names the setting."""
    (tmp_path / "modules.json").write_text((tiny / "modules.json").read_text())
    with pytest.raises(EmbedderError, match="EMBEDDER"):
        SentenceTransformerModel(str(tmp_path))


def test_unpacked_model_is_the_engine(tmp_path: Path) -> None:
    """The rebuilt folder gives the vectors of the bundled engine, and the command says how closely."""
    cosine = unpack(tmp_path / "model", lambda *_: None)
    assert cosine is not None
    assert cosine >= LEAST_COSINE
