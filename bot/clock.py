"""Which day it is for the residents, whatever the machine's clock is set to."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.settings import Settings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today_in_vietnam(settings: Settings) -> date:
    """Return the day in Vietnam, or the fixed day of the setting TODAY."""
    return date.fromisoformat(settings.today) if settings.today else datetime.now(VIETNAM).date()
