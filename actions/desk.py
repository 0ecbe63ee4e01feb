"""The staff behind the bot, as a resident is told of them: whom to reach, when they are there, the ticket's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.messages import message
from bot.office_hours import OfficeHours, read_office_hours
from bot.settings import Settings
from knowledge.model import Entry
from knowledge.places.office_kinds import kind_for


@dataclass(frozen=True)
class Desk:
    """What the settings say of the desk; `is_on` is False where nobody answers tickets."""

    is_on: bool
    contact: str
    """Words without a full stop; empty: the installation names no office of its own."""
    hours: OfficeHours
    now: Callable[[], datetime]

    def contact_for(self, entry: Entry | None) -> str:
        """Return whom to reach about an entry: the office that receives it, and the desk's own contact."""
        kind = kind_for(entry, "") if entry is not None else None
        if kind is None:
            return self.contact or message("contact_default").rstrip(".")
        return message("handoff_place", office=kind.name, contact=self.contact) if self.contact else kind.name

    def when(self) -> str:
        """Return the words on when staff answer; empty when no hours are known."""
        now = self.now()
        opening = self.hours.next_opening(now)
        if opening is None:
            return ""
        if self.hours.is_open(now):
            return message("handoff_open_now", hours=self.hours.text)
        weekdays = [day.strip() for day in message("weekdays").split(",")]
        day = f"{weekdays[opening.weekday()]} {opening.day}/{opening.month}"
        time = f"{opening.hour}:{opening.minute:02}"
        return message("handoff_closed_now", time=time, day=day)


def make_desk(settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Desk:
    """Return the desk of an installation."""
    office = " – ".join(part for part in (settings.office_name, settings.office_contact) if part)
    own = (settings.desk_contact or office).strip().rstrip(".")
    return Desk(settings.desk == "on", own, read_office_hours(settings.office_hours), now)
