"""What every action shares: it reads the turn, makes one result, and never leaves the resident in silence."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from bot.messages import message
from bot.replies import Outcome, Reply, TurnResult

_log = logging.getLogger("actions")


@dataclass(frozen=True)
class Turn:
    """One message of a resident as Rasa understood it, with the slots of the conversation."""

    text: str
    intent: str
    chosen_entry: str | None
    """The entry of a button that was tapped; None for typed text."""
    entry: str | None
    """The entry in hand: the one the conversation was last about."""
    previous_entry: str | None
    aspect: str | None
    """What was asked last; with no entry in hand, what is still to be answered once a procedure is named."""
    place: str | None = None
    """Code of the commune of today that was said; "?name" while a name waits for its district (place_talk.py)."""
    ranking: tuple[str, ...] = ()
    """Names of the intents that the message may have, the likeliest first."""
    guide: dict[str, Any] | None = None
    """Where the resident stands in a guide (knowledge.guide.walk); None outside of one."""
    case: dict[str, str] = field(default_factory=dict)
    """The facts told so far."""
    checklist: str | None = None
    """The entry whose deciding facts are being asked."""
    misses: int = 0
    """Failures in a row (stages/handoff.py)."""
    talk: dict[str, Any] = field(default_factory=dict)
    """Small notes of the stages (stages/talk.py)."""
    turn_id: str = ""
    conversation: str = ""

    @property
    def is_tapped(self) -> bool:
        """Tell whether a button was taken; nothing that residents type begins with a slash."""
        return self.text.startswith("/")

    @property
    def guide_aside(self) -> int:
        """How many turns about other things there were since the last step of the guide."""
        return int((self.guide or {}).get("aside", 0))


@dataclass(frozen=True)
class Done:
    """What an action made of a turn: the result for the resident and the slots to remember."""

    result: TurnResult
    slots: Mapping[str, Any] = field(default_factory=dict)


class SpeakingAction(Action, ABC):
    """An action that ends its turn with exactly one result, also when it fails."""

    @abstractmethod
    def speak(self, turn: Turn) -> Done:
        """Answer the turn. May raise anything: the resident then gets the sentence of `error_action`."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Rasa's entry point. Speaking runs in a thread so that health checks are answered meanwhile."""
        try:
            done = await asyncio.to_thread(self.speak, read_turn(tracker))
        except Exception:  # noqa: BLE001 - Rasa turns any exception into silence (HTTP 200 and [])
            _log.exception("action failed", extra={"action": self.name()})
            done = Done(simple_result("error_action", message("error_action")))
        dispatcher.utter_message(json_message=done.result.to_wire())
        return [SlotSet(name, value) for name, value in done.slots.items()]


def read_turn(tracker: Tracker) -> Turn:
    """Take from Rasa's tracker what actions may look at."""
    latest = tracker.latest_message
    chosen = next((item["value"] for item in latest.get("entities", []) if item["entity"] == "entry"), None)
    slot = tracker.slots.get
    return Turn(
        text=latest.get("text") or "",
        intent=(latest.get("intent") or {}).get("name") or "nlu_fallback",
        chosen_entry=chosen,
        entry=slot("entry"),
        previous_entry=slot("previous_entry"),
        aspect=slot("aspect"),
        place=slot("place"),
        ranking=tuple(item["name"] for item in latest.get("intent_ranking") or ()),
        guide=slot("guide"),
        case=slot("case") or {},
        checklist=slot("checklist"),
        misses=slot("misses") or 0,
        talk=slot("talk") or {},
        turn_id=(latest.get("metadata") or {}).get("turn") or "",
        conversation=tracker.sender_id,
    )


def simple_result(code: str, text: str, **reply: Any) -> TurnResult:
    """Return a result of one reply that is about no entry."""
    return TurnResult(Outcome(code), (Reply(text, **reply),))
