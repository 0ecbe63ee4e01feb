"""When the model is trained, and what `--check` says without loading anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nlu import train
from nlu.manifest import (
    INPUTS,
    ROOT,
    Manifest,
    ModelError,
    changes,
    hash_file,
    hash_inputs,
    read_manifest,
    trained_model,
    write_manifest,
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of every input, which a test may change."""
    root = tmp_path / "sources"
    for name in hash_inputs():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.fixture
def models(tmp_path: Path, sources: Path) -> Path:
    """A folder with a model that fits the copied sources."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "congdanso-1.tar.gz").write_bytes(b"model")
    sha256 = hash_file(folder / "congdanso-1.tar.gz")
    write_manifest(folder, Manifest("congdanso-1.tar.gz", sha256, hash_inputs(sources)))
    return folder


def test_nothing_changed_means_nothing_to_do(models: Path, sources: Path) -> None:
    """A model that fits its inputs is not trained again."""
    assert changes(models, sources) == []


@pytest.mark.parametrize("pattern", INPUTS)
def test_change_of_any_input_means_training(pattern: str, models: Path, sources: Path) -> None:
    """Every kind of input counts, and the change is told by name."""
    path = next(sources.glob(pattern))
    path.write_bytes(path.read_bytes() + b"\n# changed\n")
    assert changes(models, sources) == [f"{path.relative_to(sources).as_posix()} changed"]


def test_new_and_removed_inputs_mean_training(models: Path, sources: Path) -> None:
    """A file added to or taken from nlu/training counts as a change."""
    (sources / "nlu/training/new_intent.yml").write_text("intent: new_intent")
    (sources / "nlu/training/greet.yml").unlink()
    assert changes(models, sources) == ["nlu/training/greet.yml changed", "nlu/training/new_intent.yml changed"]


def test_damaged_model_is_trained_again_and_not_served(models: Path, sources: Path) -> None:
    """One flipped byte is noticed before Rasa reads the file."""
    (models / "congdanso-1.tar.gz").write_bytes(b"mogel")
    assert changes(models, sources) == ["congdanso-1.tar.gz is damaged"]
    with pytest.raises(ModelError, match="damaged; run"):
        trained_model(models)


def test_missing_model_is_told_with_the_command(models: Path, tmp_path: Path) -> None:
    """Whoever starts without a model reads what to run."""
    (models / "congdanso-1.tar.gz").unlink()
    for folder in (models, tmp_path / "nowhere"):
        with pytest.raises(ModelError, match=r"python -m nlu\.train"):
            trained_model(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"model": "x"}', "null"])
def test_unreadable_manifest_counts_as_none(content: str, models: Path, sources: Path) -> None:
    """A broken manifest leads to training, not to a crash."""
    (models / "manifest.json").write_text(content)
    assert read_manifest(models) is None
    assert changes(models, sources) == ["no model yet"]


def test_every_pattern_of_inputs_matches_something() -> None:
    """A moved file would silently stop to count."""
    assert [pattern for pattern in INPUTS if not list(ROOT.glob(pattern))] == []


def test_check_says_by_its_status_whether_it_is_time(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check` returns 0 for up to date, 3 for time to train, and says why."""
    sha256 = hash_file(models / "congdanso-1.tar.gz")
    write_manifest(models, Manifest("congdanso-1.tar.gz", sha256, hash_inputs()))
    assert train.main(["--check", "--out", str(models)]) == train.UP_TO_DATE
    assert train.main(["--check", "--out", str(models / "none")]) == train.OUT_OF_DATE
    assert "no model yet" in capsys.readouterr().out


def test_check_loads_neither_rasa_nor_any_package(models: Path) -> None:
    """Every start asks; the answer must need the standard library alone, with either interpreter."""
    code = (
        "import sys; from nlu import train; train.main(['--check', '--out', sys.argv[1]]); "
        "print([name for name in ('rasa', 'ruamel', 'yaml', 'numpy', 'sklearn') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(models)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_failed_training_leaves_the_old_model_and_says_one_line(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A training that fails changes nothing on disk and ends with a status and one clear line."""

    def fail(file: Path) -> None:
        file.write_bytes(b"half")
        raise ModelError("greet.yml: put 2 in quotes")

    before = sorted(path.name for path in models.iterdir())
    monkeypatch.setattr(train, "_train_with_rasa", fail)
    assert train.main(["--force", "--out", str(models)]) == train.FAILED
    assert capsys.readouterr().err == "train: failed: greet.yml: put 2 in quotes\n"
    assert sorted(path.name for path in models.iterdir() if path.name != ".lock") == before


def test_new_model_replaces_the_old_one(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After training only the newest model is kept, and the manifest names it."""
    monkeypatch.setattr(train, "_train_with_rasa", lambda file: file.write_bytes(b"new"))
    assert train.main(["--force", "--out", str(models)]) == train.UP_TO_DATE
    assert [path.read_bytes() for path in models.glob("*.tar.gz")] == [b"new"]
    assert trained_model(models).read_bytes() == b"new"
    assert train.main(["--out", str(models)]) == train.UP_TO_DATE
