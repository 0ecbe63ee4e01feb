"""Runs the checks of this folder and prints one JSON line for each: name, rule, and what went wrong, if anything."""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

from nlu.placeholders import stand_in

ROOT = Path(__file__).resolve().parents[4]


class Lines(unittest.TestResult):
    """Collects the outcome of each check."""

    def __init__(self) -> None:
        super().__init__()
        self.problems = {}

    def addError(self, test: unittest.TestCase, err: tuple) -> None:  # noqa: N802 - unittest's name
        self.problems[test.id()] = self._exc_info_to_string(err, test)

    addFailure = addError  # noqa: N815 - unittest's name

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: tuple) -> None:  # noqa: N802
        if err is not None:
            self.problems[test.id()] = f"{subtest.id()}\n{self._exc_info_to_string(err, test)}"

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's name
        print(
            json.dumps({"name": test.id().split("in_rasa.")[-1], "problem": self.problems.get(test.id())}), flush=True
        )


if __name__ == "__main__":
    stand_in()
    folder = Path(__file__).parent
    suite = unittest.defaultTestLoader.discover(str(folder), pattern="check_*.py", top_level_dir=str(ROOT))
    outcome = Lines()
    suite.run(outcome)
    sys.exit(1 if outcome.problems else 0)
