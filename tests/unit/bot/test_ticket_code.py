"""The codes that residents say on the phone."""

from __future__ import annotations

from bot.ticket_code import SHAPE, read_code, ticket_code


def test_code_is_short_sayable_and_the_same_for_its_turn() -> None:
    """Letter, digit, letter, digit, none of which sounds like another; the action and the journal find the same."""
    codes = [ticket_code(f"turn-{number}") for number in range(500)]
    assert all(SHAPE.fullmatch(code) and len(code) == 4 for code in codes)
    assert not set("".join(codes)) & set("OIL01AEUYFJZW")
    assert ticket_code("turn-7") == codes[7]
    assert len(set(codes)) > 450


def test_another_attempt_gives_another_code_at_last_a_longer_one() -> None:
    """Taken codes are stepped over; when many are taken there are longer ones."""
    codes = [ticket_code("turn", attempt) for attempt in range(12)]
    assert len(set(codes)) == 12
    assert {len(code) for code in codes[-3:]} == {6}


def test_code_is_read_however_it_is_typed() -> None:
    """Staff type what they hear."""
    assert read_code(" k7 q2. ") == read_code("K7-Q2") == "K7Q2"
