"""Allows so many messages in so much time to each sender, and says how long to wait."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0}
_MOST_SENDERS = 50_000
"""Senders remembered at once; beyond that those who are silent longest are forgotten first."""


class RateLimit:
    """A sliding window a sender, in this process's memory: nobody is written down."""

    def __init__(self, rule: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Read "15/minute" or "off"."""
        count, _, unit = rule.partition("/")
        self._most = 0 if rule == "off" else int(count)
        self._window = _SECONDS.get(unit, 0.0)
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}

    def wait(self, sender: str) -> int:
        """Count one message and return 0, or return the whole seconds until the next one is allowed."""
        if self._most == 0:
            return 0
        now = self._clock()
        times = self._seen.pop(sender, None) or deque()
        while times and times[0] <= now - self._window:
            times.popleft()
        self._seen[sender] = times  # now the newest key
        if len(times) >= self._most:
            return max(1, math.ceil(times[0] + self._window - now))
        times.append(now)
        if len(self._seen) > _MOST_SENDERS:
            del self._seen[next(iter(self._seen))]
        return 0
