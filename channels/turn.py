"""Takes one turn from the stored message to its stored outcome: every turn ends with exactly one."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from bot.lexicon_file import load_lexicon
from bot.messages import message
from bot.payloads import Payload, parse_payload
from bot.replies import Outcome, Reply, TurnResult
from bot.safety import danger
from bot.safety.orders import without_orders
from bot.safety.warnings import emergency_result, scam_result
from channels.choices import chosen, may_mean_choice
from channels.erase_wish import wants_erasure
from channels.errors import JournalUnavailable, RasaError
from channels.journal_threads import JournalThreads
from channels.rasa_client import FORGET, RasaClient, sender_of
from channels.records import Turn

_log = logging.getLogger("channels.turn")

MOST_ATTEMPTS = 2
"""A turn that took its process down twice is not tried a third time."""

NEVER_SEND = frozenset(
    ("id", "old_id", "passport", "otp", "pin", "password", "card", "account", "social_insurance", "health_insurance")
) | {"number", "unmaskable"}
"""Kinds of private data (bot.privacy) whose sender is warned; a phone number or an address is masked in silence."""

_PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")


class TurnTaker:
    """Answers claimed turns with Rasa's help."""

    def __init__(self, threads: JournalThreads, rasa: RasaClient, contact: str) -> None:
        self._threads = threads
        self._rasa = rasa
        self._contact = contact

    async def answer(self, turn: Turn, within: float) -> TurnResult:
        """Return the turn's result, a sentence of apology when something failed. Never raises an error of ours."""
        try:
            result = await self._answer(turn, within)
        except RasaError as error:
            _log.warning("no answer", extra={"turn": turn.id, "reason": type(error).__name__, "detail": str(error)})
            result = _warning_without_rasa(turn) or self._apology(error.outcome)
        except JournalUnavailable:
            raise
        except Exception:  # noqa: BLE001 - a fault of ours must still end in one visible outcome
            _log.exception("turn failed", extra={"turn": turn.id})
            result = self._apology("error_internal")
        return _with_privacy_note(turn, result)

    async def _answer(self, turn: Turn, within: float) -> TurnResult:
        if turn.attempts > MOST_ATTEMPTS:
            return self._apology("error_internal")
        if turn.kind == "text":
            if turn.masked and not _has_words(_PLACEHOLDER.sub(" ", turn.text)):
                return _say("privacy", "privacy_only")
            if not _has_words(turn.text):
                return _say("smalltalk", "only_symbols")
        if turn.kind == "text" and wants_erasure(turn.text):
            await self._threads.write(self._threads.journal.forget_before, turn)
            return await self._rasa.ask(sender_of(turn.channel, turn.conversation), FORGET, turn.id, within)
        payload = await self._payload(turn)
        if payload is None and (alarm := _alarm(turn.text)) is not None:
            return alarm
        words = without_orders(turn.text, load_lexicon()) if payload is None else payload.to_rasa()
        return await self._rasa.ask(sender_of(turn.channel, turn.conversation), words, turn.id, within)

    async def _payload(self, turn: Turn) -> Payload | None:
        """Return what was chosen: by button, or by typing the number or title of a choice just offered."""
        if turn.payload is not None:
            return parse_payload(turn.payload)
        if not may_mean_choice(turn.text):
            return None
        offered = await self._threads.read(self._threads.journal.last_offered, turn.conversation)
        offer = chosen(turn.text, offered)
        return None if offer is None else parse_payload(offer.payload)

    def _apology(self, code: str) -> TurnResult:
        return TurnResult(Outcome(code), (Reply(message(code, contact=self._contact)),))


def _alarm(text: str) -> TurnResult | None:
    """Return the number to dial. Asked before Rasa: nobody waits for it, also when Rasa is down."""
    found = danger(text, load_lexicon())
    return emergency_result(found) if found is not None and found.is_emergency else None


def _warning_without_rasa(turn: Turn) -> TurnResult | None:
    """Return the warning of a scam story that the words alone give away; it is worth more than an apology."""
    found = danger(turn.text, load_lexicon()) if turn.kind == "text" else None
    return scam_result(found) if found is not None and found.kind == "scam" else None


def _say(code: str, key: str) -> TurnResult:
    return TurnResult(Outcome(code), (Reply(message(key)),))


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _with_privacy_note(turn: Turn, result: TurnResult) -> TurnResult:
    """Put the warning first when something was masked that nobody should ever send; an emergency has no time for it."""
    if NEVER_SEND.isdisjoint(turn.masked) or result.outcome.code in ("privacy", "emergency"):
        return result
    return replace(result, replies=(Reply(message("privacy_masked")), *result.replies))
