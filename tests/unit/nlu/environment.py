"""The environment of Rasa for tests: its interpreter, and a trained model that fits the sources."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from nlu.manifest import ROOT, changes

NLU_PYTHON = ROOT / ".venv-nlu" / "bin" / "python"


def nlu_python() -> str:
    """Return the interpreter of Rasa's environment; skip where the environment was never made."""
    if not NLU_PYTHON.exists():
        pytest.skip("no .venv-nlu: run `make setup`")
    return str(NLU_PYTHON)


def nlu_environment() -> dict[str, str]:
    """Return the variables that a process of Rasa's environment gets."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}


@cache
def trained_model_folder() -> Path:
    """Return a folder with an up-to-date model: models/ if it is, else a temporary one, trained now (half a minute)."""
    if not changes(ROOT / "models"):
        return ROOT / "models"
    folder = Path(tempfile.mkdtemp(prefix="congdanso-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [nlu_python(), "-m", "nlu.train", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=nlu_environment(), capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
