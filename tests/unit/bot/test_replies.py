"""The wire form between actions and channels, and what a button may carry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.payloads import Payload, PayloadError, parse_payload
from bot.replies import Candidate, Choice, Outcome, Record, Reply, SourceLine, TurnResult, WireError

RESULT = TurnResult(
    Outcome("answered", "a", None, "9.000001", "fee", 0.9, (Candidate("a", None, None, "A", 0.9),)),
    (Reply("x", (Choice("c", "ask_fee:a"),), (), (SourceLine("s", None, "2026-11-22"),)),),
)


def test_result_survives_the_wire() -> None:
    """What an action sends is what the channel reads."""
    assert TurnResult.from_wire(RESULT.to_wire()) == RESULT


def test_records_survive_the_wire_and_leave_no_trace_where_there_are_none() -> None:
    """A side note travels with the result; a result without notes has the form that older rows have."""
    noted = replace(RESULT, records=(Record("ticket", {"code": "K7Q2", "reason": "asked"}),))
    assert TurnResult.from_wire(noted.to_wire()) == noted
    assert set(RESULT.to_wire()) == {"outcome", "replies"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("note", {}),
        ("ticket", {"code": "K7Q2", "reason": "bored"}),
        ("ticket", {"reason": "asked"}),
        ("feedback", {"entry": "a", "verdict": "so-so"}),
        ("feedback", {"verdict": "good"}),
        ("gap", {"kind": "other"}),
        ("gap", []),
        ("gap", None),
    ],
)
def test_record_outside_of_the_closed_lists_is_refused(kind: str, data: object) -> None:
    """A note that nobody could read later is a fault of the action, told at once."""
    with pytest.raises(WireError):
        TurnResult.from_wire({**RESULT.to_wire(), "records": [{"kind": kind, "data": data}]})


@pytest.mark.parametrize("broken", [{}, {"outcome": {}, "replies": []}, {"outcome": None, "replies": 5}, []])
def test_anything_else_is_refused(broken: object) -> None:
    """A wire message of another shape is an error, never an empty reply."""
    with pytest.raises(WireError):
        TurnResult.from_wire(broken)  # type: ignore[arg-type]


def test_outcomes_are_a_closed_list() -> None:
    """A turn can end in no other way than outcomes.yml says."""
    with pytest.raises(WireError):
        Outcome("fine")


def test_payload_becomes_the_only_slash_command() -> None:
    """A payload is an intent and an entry, and only from it a command for Rasa is made."""
    assert parse_payload("ask_fee:dang-ky-tam-tru") == Payload("ask_fee", "dang-ky-tam-tru")
    assert Payload("ask_fee", "tthc-1.004194").to_rasa() == '/ask_fee{"entry": "tthc-1.004194"}'
    assert Payload("choose_none").to_rasa() == "/choose_none"


@pytest.mark.parametrize(
    "text", ["", "/restart", 'ask_fee{"x":1}', "ask_fee:A", "ask fee", "ask_fee:" + "a" * 60, "a:b:c"]
)
def test_foreign_payload_is_refused(text: str) -> None:
    """Anything that this program does not make is no payload."""
    with pytest.raises(PayloadError):
        parse_payload(text)
