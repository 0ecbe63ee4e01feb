"""Shows the way to a person when the resident asks for one."""

from actions.base import Done, SpeakingAction, Turn, simple_result
from bot.messages import message


class ActionHandoff(SpeakingAction):
    """Names the office and the hotline; promises nothing that nobody keeps."""

    def __init__(self, where_to_ask: str) -> None:
        self._contact = where_to_ask

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_handoff"

    def speak(self, turn: Turn) -> Done:
        """Say where a person can be reached."""
        return Done(simple_result("handoff", message("handoff", contact=self._contact)))
