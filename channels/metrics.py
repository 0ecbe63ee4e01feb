"""The counters of the web process, for Prometheus; they know outcomes and times, never words or people."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


class Metrics:
    """One registry a process; tests make their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "congdanso_turns", "turns that ended, by outcome", ["channel", "outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "congdanso_turn_seconds",
            "from stored to answered",
            ["channel"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._problems = Counter(
            "congdanso_problems", "requests refused, by status", ["status"], registry=self._registry
        )
        self._open = Gauge("congdanso_open_turns", "turns that wait or are worked on", registry=self._registry)

    def turn_ended(self, channel: str, outcome: str, seconds: float) -> None:
        """Count one turn and the seconds from its arrival to its outcome."""
        self._turns.labels(channel, outcome).inc()
        self._seconds.labels(channel).observe(max(seconds, 0.0))

    def refused(self, status: int) -> None:
        """Count one request that was answered with a problem."""
        self._problems.labels(str(status)).inc()

    def page(self, open_turns: int) -> bytes:
        """Return the page that Prometheus reads."""
        self._open.set(open_turns)
        return generate_latest(self._registry)
