"""Says whether the trained model still fits its inputs. Standard library alone: every start asks this first."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = "manifest.json"

INPUTS = (
    "config.yml",
    "bot/domain/*.yml",
    "bot/rules/*.yml",
    "bot/lexicon.yml",
    "bot/text.py",
    "bot/letters.py",
    "bot/words.py",
    "bot/lexicon.py",
    "nlu/training/*.yml",
    "nlu/lookups/*.yml",
    "nlu/components/*.py",
    "nlu/features.py",
    "nlu/importer.py",
    "nlu/lexicon.py",
    "nlu/training_data.py",
    "nlu/twins.py",
    "nlu/requirements.txt",  # holds the version of Rasa and of the word segmenter
)
"""Every file that a model is made from, as patterns below the root."""


class ModelError(RuntimeError):
    """There is no usable model; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What models/manifest.json states: the model's file, its hash and the hashes of its inputs."""

    model: str
    sha256: str
    inputs: Dict[str, str]


def hash_inputs(root: Path = ROOT) -> Dict[str, str]:
    """Return {path below the root: SHA-256} of every input."""
    return {path.relative_to(root).as_posix(): hash_file(path) for path in _input_files(root)}


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> Optional[Manifest]:
    """Return what the folder's manifest states; None when there is none or it cannot be read as one."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest in one step: a reader sees the old one or the new one, never half."""
    draft = folder / f"{MANIFEST}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
    draft.replace(folder / MANIFEST)


def changes(folder: Path, root: Path = ROOT) -> List[str]:
    """Return why the model of the folder has to be trained, in words; nothing when it is up to date."""
    manifest = read_manifest(folder)
    if manifest is None:
        return ["no model yet"]
    if not (folder / manifest.model).is_file():
        return [f"{manifest.model} is missing"]
    if hash_file(folder / manifest.model) != manifest.sha256:
        return [f"{manifest.model} is damaged"]
    now = hash_inputs(root)
    names = sorted({*now, *manifest.inputs})
    return [f"{name} changed" for name in names if now.get(name) != manifest.inputs.get(name)]


def trained_model(folder: Path) -> Path:
    """Return the model to serve. Raises ModelError when it is missing or not the one that was trained."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise ModelError(f"no trained model in {folder}; run `python -m nlu.train`")
    model = folder / manifest.model
    if not model.is_file():
        raise ModelError(f"{model} is missing; run `python -m nlu.train`")
    if hash_file(model) != manifest.sha256:
        raise ModelError(f"{model} is damaged; run `python -m nlu.train`")
    return model


def _input_files(root: Path) -> Iterator[Path]:
    for pattern in INPUTS:
        yield from sorted(root.glob(pattern))
