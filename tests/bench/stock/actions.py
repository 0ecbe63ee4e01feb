"""One trivial action: the least an action server can do."""

from rasa_sdk import Action


class ActionTrivial(Action):
    """Says one fixed sentence."""

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_trivial"

    def run(self, dispatcher, tracker, domain):
        """Speak."""
        dispatcher.utter_message(text="Vâng.")
        return []
