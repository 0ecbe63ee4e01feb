"""The web process: wires journal, worker, Rasa and the web channel into one application for uvicorn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.contact import contact
from bot.database import make_engine
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings
from channels.errors import JournalUnavailable
from channels.journal import Journal
from channels.journal_threads import JournalThreads
from channels.metrics import Metrics
from channels.rasa_client import RasaClient
from channels.rate_limit import RateLimit
from channels.retention import keep_retention
from channels.turn import TurnTaker
from channels.web.address import read_proxies
from channels.web.api import WebChat, chat_router
from channels.web.headers import SafeAnswers
from channels.web.health import Probe, health_router
from channels.web.problems import Problem, answer_http_error, answer_problem
from channels.web.site import site_router
from channels.worker import CLOSING_TIME, Worker

STOP_PATIENCE = 1.5
"""Seconds that turns in work get after the last request has ended; the rest is given back to the journal."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application (`uvicorn app:create_app --factory`). Raises SettingsError, SiteError."""
    settings = settings or load_settings()
    _set_up_logs(settings)
    metrics = Metrics()
    lease = timedelta(seconds=settings.rasa_deadline_seconds + CLOSING_TIME)
    threads = JournalThreads(Journal(make_engine(settings.journal_url), lease=lease))
    rasa = RasaClient(settings.rasa_url)
    taker = TurnTaker(threads, rasa, contact(settings))
    worker = Worker(threads, taker, rasa, metrics, settings.rasa_deadline_seconds)
    knowledge = make_engine(settings.knowledge_url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await threads.write(threads.journal.migrate)
        worker.start()
        retention = asyncio.create_task(keep_retention(threads, settings.journal_retention_days))
        yield
        retention.cancel()
        with suppress(asyncio.CancelledError):
            await retention
        await worker.stop(STOP_PATIENCE)
        await rasa.close()
        threads.close()
        for engine in (threads.journal.engine, knowledge):
            engine.dispose()

    app = FastAPI(title="congdanso", lifespan=lifespan, openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.metrics = metrics
    app.add_middleware(SafeAnswers)
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(HTTPException, answer_http_error)
    app.include_router(chat_router(_web_chat(settings, threads, worker)))
    app.include_router(health_router(_probes(settings, rasa, threads, knowledge), threads, metrics))
    app.include_router(
        site_router(settings.office_name, settings.office_contact, settings.max_text_length, settings.widget_origins)
    )
    return app


def _set_up_logs(settings: Settings) -> None:
    if not logging.getLogger().handlers:  # a test runner has its own
        set_up_logs(settings.log_level)
    # An address in the access log may hold a conversation's id, which opens the conversation.
    logging.getLogger("uvicorn.access").disabled = True


def _web_chat(settings: Settings, threads: JournalThreads, worker: Worker) -> WebChat:
    unlimited = settings.congdanso_rate_limit == "off"  # for evaluation and benches: neither limit holds
    return WebChat(
        threads=threads,
        worker=worker,
        conversation_limit=RateLimit(settings.congdanso_rate_limit),
        address_limit=RateLimit("off" if unlimited else settings.congdanso_address_limit),
        proxies=read_proxies(settings.trusted_proxies),
        longest_text=settings.max_text_length,
    )


def _probes(settings: Settings, rasa: RasaClient, threads: JournalThreads, knowledge: Engine) -> dict[str, Probe]:
    async def actions_answer() -> bool:
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
                return (await client.get(f"{settings.actions_url}/health")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def journal_answers() -> bool:
        try:
            await threads.read(threads.journal.open_turns)
        except JournalUnavailable:
            return False
        return True

    async def knowledge_answers() -> bool:
        return await threads.read(_has_tables, knowledge)

    return {
        "rasa": rasa.is_ready,
        "actions": actions_answer,
        "journal": journal_answers,
        "knowledge": knowledge_answers,
    }


def _has_tables(engine: Engine) -> bool:
    try:
        with engine.connect().execution_options(read_only=True) as connection:
            return bool(inspect(connection).get_table_names())
    except SQLAlchemyError:
        return False
