"""Logs of the Rasa process: one line of JSON a record, and never a resident's words."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from datetime import datetime, timezone
from typing import Any, MutableMapping

import structlog

KEPT = frozenset({"event", "level", "logger", "sender_id", "action_name", "status", "port", "model"})
"""Fields that may be written. Everything else could hold what a resident typed: Rasa logs texts, events and slots."""

OWN = "nlu"
"""Loggers below this name are ours: their messages are fixed texts. Other libraries' messages are cut to the name of
the place and the kind of error, because they may quote a resident or a whole request."""


def quiet(level: str) -> None:
    """Send what every logger says, structlog's too, to standard error as safe lines; from others only warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeLines())
    logging.basicConfig(level=max(logging.getLevelName(level), logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OWN).setLevel(level)
    logging.getLogger("sanic.root").setLevel(logging.WARNING)  # it sets itself to INFO
    warnings.showwarning = _drop_warning  # libraries change the filters while they are imported; this stays
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            keep_only_safe,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(max(logging.getLevelName(level), logging.WARNING)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _drop_warning(*_: Any, **__: Any) -> None:
    """Show nothing: deprecations of pinned libraries are nobody's work, and a warning may quote a message."""


def keep_only_safe(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop the fields of a structlog record that may hold a resident's words; keep the kind of an exception."""
    error = sys.exc_info()[0] if fields.get("exc_info") else None
    safe = {"time": _now(), **{name: fields[name] for name in sorted(KEPT & fields.keys())}}
    if error is not None:
        safe["error"] = error.__name__
    return safe


class SafeLines(logging.Formatter):
    """Formats a record of Python's logging: our own message in full, of others the place and the kind of error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        own = record.name == OWN or record.name.startswith(f"{OWN}.")
        line = {
            "time": _now(),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage() if own else f"{record.module}.{record.funcName}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")
