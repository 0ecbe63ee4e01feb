"""Calls the action server: one connection kept open, and the answer's form checked with a check made once."""

from __future__ import annotations

from typing import Any, Dict, Optional

import aiohttp
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

DEADLINE = 7.0
"""Seconds for one action: less than the web process waits for the whole turn. Rasa's own is 300."""
IDLE = 2.0
"""Seconds an unused connection is kept: less than the action server keeps it, so that it never closes under us."""


class ActionEndpoint(EndpointConfig):
    """The action server on this machine."""

    _session: Optional[aiohttp.ClientSession] = None

    async def request(self, method: str = "post", *_: Any, **kwargs: Any) -> Any:
        """Post one action's call and return its answer.

        Raises ClientResponseError for a status of 400 or more, aiohttp's errors and TimeoutError. Rasa then ends the
        turn with an empty list, which the web process takes for what it is: a failure.
        """
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(keepalive_timeout=IDLE),
                timeout=aiohttp.ClientTimeout(total=DEADLINE),
            )
        async with self._session.request(method, self.url, json=kwargs["json"]) as response:
            if response.status >= 400:
                # The body is left unread: an action server that failed echoes the whole request in it.
                raise ClientResponseError(response.status, response.reason or "", "{}")
            return await response.json()

    async def close(self) -> None:
        """Close the connection."""
        if self._session is not None:
            await self._session.close()


def check_answers_quickly() -> None:
    """Make Rasa check the form of action answers with a prepared check.

    Rasa 3.6 checks its own description of that form on every turn before it uses it: two thirds of a turn's work.
    """
    check = Draft202012Validator(RemoteAction.action_response_format_spec())

    def validate(_self: RemoteAction, answer: Dict[str, Any]) -> bool:
        error = next(check.iter_errors(answer), None)
        if error is not None:
            raise ValidationError(f"not the answer of an action at {list(error.path)}")  # the value could be a text
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]
