"""What a turn counts as: right, one tap away, a false answer, an honest refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.evaluation.judging import Verdict, judge
from bot.evaluation.questions import Expect
from tests.fakes.scripted_bot import outcome
from tests.unit.bot.evaluated import CANDIDATE, OTHER, RIGHT, WANTED, WRONG, judged

RIGHT_AT_ONCE = Verdict(True, True, False)
NOT_FOUND = Verdict(False, False, False)
FALSE_ANSWER = Verdict(False, False, True)
ONE_TAP = Verdict(False, True, False)


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        (RIGHT, RIGHT_AT_ONCE),
        ({**RIGHT, "code": "answered_partly"}, RIGHT_AT_ONCE),
        (WRONG, FALSE_ANSWER),
        (outcome("clarify", candidates=[OTHER, OTHER, CANDIDATE]), ONE_TAP),
        (outcome("clarify", candidates=[OTHER, OTHER, OTHER, CANDIDATE]), NOT_FOUND),
        (outcome("clarify", candidates=[OTHER]), NOT_FOUND),
        (outcome("no_answer"), NOT_FOUND),
        (outcome("error_rasa"), NOT_FOUND),
        ({**WRONG, "code": "clarify", "candidates": []}, NOT_FOUND),
    ],
)
def test_answerable_question(result: dict[str, Any], verdict: Verdict) -> None:
    """The right entry answered is right; offered among three it is one tap away; another one answered is false."""
    assert judge(WANTED, result) == verdict


@pytest.mark.parametrize(
    "expect",
    [
        Expect("answer", codes=frozenset({"9.000001", "9.9"})),
        Expect("answer", topics=frozenset({"t-thu"})),
        Expect("answer", entries=frozenset({"viec-thu"})),
        Expect("answer", codes=frozenset({"0.0"}), entries=frozenset({"viec-thu"})),
    ],
)
def test_any_name_of_the_entry_makes_it_right(expect: Expect) -> None:
    """Any of the codes, the topic or the id is enough."""
    assert judge(expect, {**RIGHT, "topic": "t-thu"}) == RIGHT_AT_ONCE


def test_missing_codes_and_topics_match_nothing() -> None:
    """An entry without a code is not the right one for a question that names codes only."""
    assert judge(WANTED, outcome("answered", entry="khac", aspect="fee", confidence=1.0)) == FALSE_ANSWER


@pytest.mark.parametrize(
    ("behavior", "code", "verdict"),
    [
        ("out_of_scope", "out_of_scope", RIGHT_AT_ONCE),
        ("out_of_scope", "no_answer", RIGHT_AT_ONCE),
        ("out_of_scope", "smalltalk", RIGHT_AT_ONCE),
        ("out_of_scope", "clarify", NOT_FOUND),
        ("out_of_scope", "scam_warning", NOT_FOUND),
        ("out_of_scope", "answered", FALSE_ANSWER),
        ("no_answer", "no_answer", RIGHT_AT_ONCE),
        ("no_answer", "clarify", RIGHT_AT_ONCE),
        ("no_answer", "answered_partly", FALSE_ANSWER),
        ("scam_warning", "scam_warning", RIGHT_AT_ONCE),
        ("scam_warning", "answered", NOT_FOUND),
        ("emergency", "emergency", RIGHT_AT_ONCE),
        ("privacy", "privacy", RIGHT_AT_ONCE),
        ("privacy", "no_answer", NOT_FOUND),
    ],
)
def test_other_behaviors(behavior: str, code: str, verdict: Verdict) -> None:
    """Outside questions want an honest refusal; every other behavior wants its outcome code."""
    assert judge(Expect(behavior), outcome(code)) == verdict


def test_ambiguous_question_wants_the_right_choice() -> None:
    """Where asking back is right, the wanted entry must be among the choices."""
    expect = Expect("clarify", codes=frozenset({"9.000001"}))
    assert judge(expect, outcome("clarify", candidates=[OTHER, CANDIDATE])) == RIGHT_AT_ONCE
    assert judge(expect, outcome("clarify", candidates=[OTHER])) == NOT_FOUND
    assert judge(Expect("clarify"), outcome("clarify")) == RIGHT_AT_ONCE
    assert judge(Expect("clarify"), RIGHT) == NOT_FOUND


def test_aspect_counts_only_where_the_entry_is_right() -> None:
    """A right aspect of a wrong entry is nothing to be proud of."""
    assert judged(WANTED, RIGHT).aspect_right is True
    assert judged(WANTED, {**RIGHT, "aspect": "time"}).aspect_right is False
    assert judged(WANTED, WRONG).aspect_right is None


def test_words_are_compared_without_case_and_spacing() -> None:
    """Words that must and must not be said are found whatever the case and the line breaks."""
    expect = Expect("answer", must_include=("Công an xã", "15.000đ"), must_not_include=("công an huyện",))
    assert judged(expect, RIGHT, reply="Nộp ở công an\nXÃ, 15.000đ").breaches == ()
    breaches = judged(expect, RIGHT, reply="Nộp ở Công an huyện, 15.000đ").breaches
    assert breaches == ("does not say: Công an xã", "says: công an huyện")


@dataclass(frozen=True)
class Found:
    """Numbers as the knowledge reports them."""

    said: tuple[str, ...]
    foreign: tuple[str, ...]


def test_answer_is_held_against_the_entry_that_was_answered() -> None:
    """The values are compared with the entry the bot named, also when it is the wrong one; a foreign one fails."""
    calls = []

    def check(entry: str, aspect: str, text: str) -> Found:
        calls.append((entry, aspect, text))
        return Found(("30.000đ",), ("30.000đ",))

    item = judged(WANTED, RIGHT, reply="Phí 30.000đ", check=check)
    assert calls == [("viec-thu", "fee", "Phí 30.000đ")]
    assert item.failed
    assert judged(WANTED, outcome("clarify"), check=check).numbers is None


def test_several_answers_are_each_held_against_the_aspect_they_fit() -> None:
    """Papers and fee in one turn are two answers: a value is foreign only when no aspect states all of its answer."""

    @dataclass(frozen=True)
    class Held:
        said: tuple[str, ...]
        foreign: tuple[str, ...]

    stated = {"fee": {"15.000đ"}, "time": {"3 ngày"}}

    def check(entry: str, aspect: str, text: str) -> Held:
        values = tuple(text.split("|"))
        return Held(values, tuple(value for value in values if value not in stated.get(aspect, set())))

    right = judged(WANTED, RIGHT, reply="…", answers=("15.000đ", "3 ngày"), check=check)
    wrong = judged(WANTED, RIGHT, reply="…", answers=("15.000đ", "4 ngày"), check=check)
    assert right.numbers is not None
    assert right.numbers.foreign == ()
    assert wrong.numbers is not None
    assert wrong.numbers.foreign == ("4 ngày",)
