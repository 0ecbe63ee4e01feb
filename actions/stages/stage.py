"""What every stage is: it may take a turn before the action does, and may add to what the action said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.base import Done, Turn
from bot.replies import Choice, Reply


class Stage:
    """A stage that does nothing; each stage overrides what it needs."""

    def take(self, turn: Turn) -> Done | None:
        """Answer the turn; None leaves it to the next stage, at last to the action."""
        return None

    def finish(self, turn: Turn, done: Done) -> Done:
        """Return what was said, with something added where that helps."""
        return done


def with_choices(done: Done, choices: Sequence[Choice]) -> Done:
    """Add choices to the last reply of a turn; a payload that is offered already is not offered twice."""
    *before, last = done.result.replies
    offered = {choice.payload for reply in done.result.replies for choice in reply.choices}
    more = tuple(choice for choice in choices if choice.payload not in offered)
    replies = (*before, replace(last, choices=(*last.choices, *more)))
    return replace(done, result=replace(done.result, replies=replies))


def with_first_choice(done: Done, choice: Choice, most: int = 5) -> Done:
    """Put a choice before the others of the last reply; what is then too many for a small phone falls off the end."""
    *before, last = done.result.replies
    others = [one for one in last.choices if one.payload != choice.payload]
    kept = others[: most - 1]
    if others and others[-1] not in kept:
        kept[-1] = others[-1]  # "not this one" stays
    replies = (*before, replace(last, choices=(choice, *kept)))
    return replace(done, result=replace(done.result, replies=replies))


def with_reply(done: Done, reply: Reply) -> Done:
    """Add one more reply to a turn."""
    return replace(done, result=replace(done.result, replies=(*done.result.replies, reply)))


def with_slots(done: Done, **slots: object) -> Done:
    """Remember more."""
    return replace(done, slots={**done.slots, **slots})
