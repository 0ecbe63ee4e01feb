"""The small notes of a conversation (slot `talk`): what was offered and asked beside the answers.

answers   answers given so far
feedback  {entry: [aspect, version]} of the answers that the resident was asked about
rated     the entry whose reason "why not right" is being asked
clarify   whether the last turn asked which procedure is meant
offer     why the desk was offered: failures or feedback
ticket    the code of the ticket as it was said
offered   entries of the clarification that the last turn asked ("?": it asked for a name)
pending   the aspects that wait for that choice, where there are several
refused   entries said to be wrong since the last answer
asking    the yes-or-no question of the last turn: handoff or feedback
"""

from __future__ import annotations

from typing import Any

from actions.base import Done, Turn
from actions.stages.stage import with_slots


def talk_with(turn: Turn, done: Done | None = None, **notes: Any) -> dict[str, Any]:
    """Return the notes with these changed; None takes one away."""
    noted = done.slots.get("talk") if done is not None else None
    talk = {**(turn.talk if noted is None else dict(noted)), **notes}
    return {name: value for name, value in talk.items() if value is not None}


def with_talk(turn: Turn, done: Done, **notes: Any) -> Done:
    """Change notes beside what the action and other stages noted in this turn."""
    return with_slots(done, talk=talk_with(turn, done, **notes))
