"""Sampled aspects are asked, the right choice is followed, and every value said is held against its entry."""

from __future__ import annotations

from dataclasses import dataclass

from bot.evaluation import Share, check_sample
from tests.fakes.scripted_bot import ScriptedBot, answer, outcome
from tests.unit.bot.evaluated import RIGHT, WRONG


@dataclass(frozen=True)
class Asked:
    """One sampled aspect."""

    entry: str
    aspect: str
    text: str


@dataclass(frozen=True)
class Found:
    """Values of a text: words with a digit; "9" is never the entry's."""

    said: tuple[str, ...]
    foreign: tuple[str, ...]


def check(entry: str, aspect: str, text: str) -> Found:
    said = tuple(word for word in text.split() if word[0].isdigit())
    return Found(said, tuple(word for word in said if word.startswith("9")))


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


BOT = ScriptedBot(
    {
        "đúng": answer(RIGHT, "phí 15.000đ và 20.000đ"),
        "sai số": answer(RIGHT, "phí 15.000đ và 99.000đ"),
        "mục khác": answer(WRONG, "phí 15.000đ"),
        "không số": answer(RIGHT, "chưa có thông tin"),
        "chọn": answer(
            outcome("clarify"), "bạn hỏi việc nào?", ("ask_fee:viec-khac", "choose_none", "ask_fee:viec-thu")
        ),
        "không biết": answer(outcome("no_answer")),
    },
    {"ask_fee:viec-thu": answer(RIGHT, "phí 1.000đ")},
)


def turns(*texts: str) -> list[Asked]:
    return [Asked("viec-thu", "fee", text) for text in texts]


def test_value_that_is_not_the_entrys_is_a_failure() -> None:
    """One foreign value makes the answer wrong, and it is listed."""
    report = check_sample(turns("đúng", "sai số"), BOT, check, silent)
    assert (report.exact, report.values) == (Share(1, 2), Share(3, 4))
    assert report.turns[1].foreign == ("99.000đ",)


def test_right_choice_is_followed() -> None:
    """Where choices are offered, the one of the wanted entry is tapped in the same conversation."""
    bot = ScriptedBot(BOT.by_text, BOT.by_payload)
    report = check_sample(turns("chọn"), bot, check, silent)
    assert bot.asked[-1] == ("ask_fee:viec-thu", "conversation of chọn")
    assert (report.reached, report.exact) == (Share(1, 1), Share(1, 1))


def test_another_entry_and_no_answer_are_not_reached() -> None:
    """An answer about another entry is still checked, but counts as not reached."""
    report = check_sample(turns("mục khác", "không biết"), BOT, check, silent)
    assert (report.reached, report.exact) == (Share(0, 2), Share(1, 1))


def test_answer_without_values_is_silent_not_exact() -> None:
    """Saying nothing proves nothing: it is counted by itself."""
    report = check_sample(turns("không số"), BOT, check, silent)
    assert (report.exact, report.silent) == (Share(0, 0), Share(1, 1))
