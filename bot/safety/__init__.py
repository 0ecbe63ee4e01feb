"""What comes before any answer: emergencies, scam stories and insults, found in the words of one message."""

from bot.safety.danger import Danger, danger

__all__ = ["Danger", "danger"]
