"""So many messages in so much time to each sender."""

from __future__ import annotations

from channels import rate_limit
from channels.rate_limit import RateLimit


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_sender_waits_until_the_window_moves_on() -> None:
    """After the last allowed message the wait is said in whole seconds, and it is the truth."""
    clock = Seconds()
    limit = RateLimit("3/minute", clock)
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 0]
    clock.now += 10.5
    assert limit.wait("a") == 50
    clock.now += 50
    assert limit.wait("a") == 0


def test_one_sender_does_not_use_up_anothers_share() -> None:
    """Others are not affected."""
    limit = RateLimit("1/hour", Seconds())
    assert limit.wait("a") == 0
    assert limit.wait("a") == 3600
    assert limit.wait("b") == 0


def test_refused_messages_do_not_prolong_the_wait() -> None:
    """Who keeps trying is let in at the time that was said."""
    clock = Seconds()
    limit = RateLimit("1/minute", clock)
    limit.wait("a")
    for _ in range(59):
        clock.now += 1
        assert limit.wait("a") > 0
    clock.now += 1
    assert limit.wait("a") == 0


def test_off_lets_everything_through() -> None:
    """Evaluation and benches on loopback have no limit."""
    limit = RateLimit("off")
    assert not any(limit.wait("a") for _ in range(1000))


def test_memory_of_many_senders_is_bounded(monkeypatch) -> None:
    """A flood of new senders cannot fill the memory."""
    monkeypatch.setattr(rate_limit, "_MOST_SENDERS", 10)
    limit = RateLimit("1/hour", Seconds())
    for number in range(100):
        limit.wait(str(number))
    assert len(limit._seen) == 10
