"""Starts the Rasa process: `python -m nlu.server`, settings from the environment.

RASA_PORT (5005), ACTIONS_PORT (5055), TRACKER_DATABASE (var/tracker.db), MODEL_DIR (models), SESSION_MINUTES (as in
bot/domain/memory.yml), LOG_LEVEL (INFO).
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from nlu.manifest import ROOT, ModelError, trained_model
from nlu.placeholders import SERVING, stand_in
from nlu.quiet import quiet

if TYPE_CHECKING:
    from rasa.core.agent import Agent

HOST = "127.0.0.1"
"""Rasa has no authentication on its channel: nobody outside this machine may reach it."""

logger = logging.getLogger("nlu.server")


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit status."""
    port = _prepare_environment()
    try:
        model = trained_model(Path(os.environ["MODEL_DIR"]))
        _try_database(os.environ["TRACKER_DATABASE"])
        agent = load_agent(model)
    except ModelError as error:
        print(f"rasa: {error}", file=sys.stderr)
        return 1
    from nlu.web import make_app

    logger.info("serving %s on %s:%s", model.name, HOST, port)
    make_app(agent).run(host=HOST, port=port, access_log=False, debug=False)
    return 0


def load_agent(model: Path) -> Agent:
    """Import Rasa without what it never uses, and load the model. Raises ModelError."""
    quiet(os.environ["LOG_LEVEL"])
    placeholders = stand_in(SERVING)
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException

    from nlu.action_endpoint import ActionEndpoint, check_answers_quickly
    from nlu.graph_runner import StraightGraphRunner

    check_answers_quickly()
    try:
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml"))
        agent = Agent(
            tracker_store=TrackerStore.create(endpoints.tracker_store),
            action_endpoint=ActionEndpoint(endpoints.action.url),
        )
        placeholders.seal()
        agent.load_model(model)
    except RasaException as error:
        raise ModelError(f"{model.name} cannot be served: {error}; try `python -m nlu.train --force`") from error
    agent.processor.graph_runner = StraightGraphRunner(agent.processor.graph_runner)
    set_session(agent, os.environ.get("SESSION_MINUTES"))
    return agent


def set_session(agent: Agent, minutes: Optional[str]) -> None:
    """Let a conversation go stale after so many minutes; the model brings the default, so nothing is trained anew."""
    if minutes:
        session = agent.processor.domain.session_config
        agent.processor.domain.session_config = session._replace(session_expiration_time=float(minutes))


def _try_database(path: str) -> None:
    # Rasa would wait for ever, without a word, for a file that it can never write.
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA user_version")
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise ModelError(f"TRACKER_DATABASE cannot be written ({error})") from error


def _prepare_environment() -> int:
    defaults = {
        "RASA_PORT": "5005",
        "ACTIONS_PORT": "5055",
        "TRACKER_DATABASE": str(ROOT / "var" / "tracker.db"),
        "MODEL_DIR": str(ROOT / "models"),
        "LOG_LEVEL": "INFO",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    for name, value in defaults.items():
        if not os.environ.get(name):
            os.environ[name] = value
    Path(os.environ["TRACKER_DATABASE"]).parent.mkdir(parents=True, exist_ok=True)
    return int(os.environ["RASA_PORT"])


if __name__ == "__main__":
    sys.exit(main())
