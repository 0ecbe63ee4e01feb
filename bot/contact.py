"""Whom to ask when the bot does not know: the installation's own office, else the nearest public desk."""

from __future__ import annotations

from bot.messages import message
from bot.settings import Settings


def contact(settings: Settings) -> str:
    """Return the words after "bạn hỏi …", from the settings OFFICE_NAME and OFFICE_CONTACT."""
    office = " – ".join(part for part in (settings.office_name, settings.office_contact) if part)
    return message("contact_with_office", office=office) if office else message("contact_default")
