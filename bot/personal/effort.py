"""How much work one text may cause."""

from __future__ import annotations


class TooMuchWorkError(RuntimeError):
    """The text holds more numbers than any message; it is given up rather than read for seconds."""


class Effort:
    """Counts the work on one text, in steps of about ten microseconds, so that no text holds the door for long."""

    most = 30_000

    def __init__(self) -> None:
        self._spent = 0

    def spend(self, steps: int = 1) -> None:
        """Count the steps. Raises TooMuchWorkError when the text has had its share."""
        self._spent += steps
        if self._spent > self.most:
            raise TooMuchWorkError
