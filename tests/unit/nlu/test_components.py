"""Runs the checks of in_rasa/ inside Rasa's own environment, in one process, and shows each as a test here."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path

import pytest

from nlu.manifest import ROOT
from tests.unit.nlu.environment import nlu_environment, nlu_python

CHECKS = Path(__file__).parent / "in_rasa"


def names_of_checks() -> list[str]:
    """Return "file.Class.check" for every check, read from the sources: this interpreter cannot import them."""
    return [
        f"{path.stem}.{group.name}.{check.name}"
        for path in sorted(CHECKS.glob("check_*.py"))
        for group in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(group, ast.ClassDef)
        for check in group.body
        if isinstance(check, ast.FunctionDef) and check.name.startswith("test_")
    ]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str | None]:
    """Run all checks once; return the problem of each, None where there is none."""
    command = [nlu_python(), "-m", "tests.unit.nlu.in_rasa.run"]
    done = subprocess.run(command, cwd=ROOT, env=nlu_environment(), capture_output=True, text=True, timeout=300)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, f"the checks did not run:\n{done.stdout}\n{done.stderr}"
    return {line["name"]: line["problem"] for line in lines}


@pytest.mark.parametrize("name", names_of_checks())
def test_check_holds_in_the_environment_of_rasa(name: str, outcomes: dict[str, str | None]) -> None:
    """Every rule written down in in_rasa/ holds with the Rasa and Python that serve the bot."""
    assert name in outcomes, f"{name} did not run; its file cannot be loaded:\n{outcomes}"
    if outcomes[name] is not None:
        pytest.fail(str(outcomes[name]), pytrace=False)
