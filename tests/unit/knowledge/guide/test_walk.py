"""A resident walks a guide: on, back, past what is known, and is told how far it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.guide.model import guide_from_plain
from knowledge.guide.walk import (
    LONGEST_TRAIL,
    Position,
    WalkError,
    back,
    begin,
    choices_at,
    choose,
    progress,
    step_at,
)
from knowledge.model import to_plain
from tests.unit.knowledge.guide.small_guide import GUIDE


def start(**facts: str) -> Position:
    """Stand at the first step."""
    return begin("huong-dan", "stamp", GUIDE, facts)


def test_a_choice_leads_on_and_its_fact_is_learnt() -> None:
    """Taking a choice moves to its step and remembers what it told."""
    position = choose(GUIDE, start(), 1)
    assert position.at == "tai"
    assert position.facts == {"may": "thong-minh"}
    assert position.trail == ("may",)


def test_back_returns_to_the_step_before_and_forgets_its_fact() -> None:
    """Going back undoes the step, its fact included."""
    assert back(GUIDE, choose(GUIDE, start(), 1)) == start()


def test_back_at_the_first_step_is_nowhere() -> None:
    """There is nothing before the first step."""
    assert back(GUIDE, start()) is None


def test_a_known_fact_passes_the_step_that_asks_for_it() -> None:
    """Nobody is asked what the conversation already knows."""
    assert choose(GUIDE, choose(GUIDE, start(nfc="khong"), 1), 1).at == "ra-cong-an"


def test_progress_counts_the_ordinary_way() -> None:
    """The first choices lead through three steps."""
    position = start()
    seen = []
    for number in (1, 1):
        seen.append(progress(GUIDE, position))
        position = choose(GUIDE, position, number)
    assert [*seen, progress(GUIDE, position)] == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_choice_that_is_not_there_is_an_error(number: int) -> None:
    """Only the choices of the step can be taken."""
    with pytest.raises(WalkError):
        choose(GUIDE, start(), number)


def test_a_step_that_was_edited_away_is_an_error() -> None:
    """A position that the guide no longer has is told, not guessed."""
    with pytest.raises(WalkError):
        step_at(GUIDE, Position("huong-dan", "old", "da-xoa"))


def test_position_survives_the_conversations_memory() -> None:
    """What is written to the slot is read back equal."""
    position = choose(GUIDE, start(), 1)
    assert Position.from_slot(position.to_slot()) == position


def test_guide_survives_the_store() -> None:
    """A guide as plain data is read back equal."""
    assert guide_from_plain(to_plain(GUIDE)) == GUIDE


@given(st.lists(st.integers(1, 4), max_size=120))
def test_any_walk_stays_inside_and_can_go_back(numbers: list[int]) -> None:
    """Whatever is chosen, the position is a step, the trail is bounded and progress is sane."""
    position = start()
    for number in numbers:
        choices = choices_at(step_at(GUIDE, position), position.facts)
        if number > len(choices):
            position = back(GUIDE, position) or position
            continue
        position = choose(GUIDE, position, number)
        done, total = progress(GUIDE, position)
        assert 1 <= done <= total
        assert len(position.trail) <= LONGEST_TRAIL
