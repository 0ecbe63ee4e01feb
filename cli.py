"""The `congdanso` command: the operator's front door; each command's work lives in the package it is about."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.table import Table

from bot.processes import ProcessError, Program, Supervisor, refuse_taken_ports
from bot.settings import ROOT, Settings, SettingsError, load_settings
from bot.terminal import errors, out, progress, show_answer, show_import

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


def main() -> int:
    """Run the command line; every expected error is one clear line and an exit status other than 0."""
    try:
        app()
    except SettingsError as error:
        errors.print(f"congdanso: {error}")
        return 2
    return 0


@app.command()
def run() -> None:
    """Prepare what is missing (databases, starter knowledge, model), start the bot, wait until it is ready."""
    settings = load_settings()
    begin = time.monotonic()
    programs = _programs(settings)
    address = f"http://{'127.0.0.1' if settings.host in ('0.0.0.0', '::') else settings.host}:{settings.port}"  # noqa: S104

    def ready(_seconds: float) -> None:
        out.print(f"\n[bold green]ready[/] after {time.monotonic() - begin:.0f} s")
        out.print(f"  chat page   {address}/")
        out.print(f"  widget      {address}/widget.js")
        out.print(f"  API         {address}/api/v1/chat")
        out.print("  Ctrl-C stops everything\n")

    try:
        refuse_taken_ports(programs)  # before minutes of preparation, not after
        training = _start_training(settings)
        _prepare_databases(settings)
        _wait_for_training(training)
        asyncio.run(Supervisor(programs, _say).run(ready))
    except ProcessError as error:
        _fail(str(error))


@app.command()
def train(check: Annotated[bool, typer.Option(help="only say whether the model is up to date")] = False) -> None:
    """Train the understanding model if its inputs changed."""
    settings = load_settings()
    arguments = ["--check"] if check else []
    done = subprocess.run([*_train_command(settings), *arguments], check=False)  # noqa: S603 - our own interpreter
    if done.returncode:
        raise typer.Exit(done.returncode)


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="dump of procedures (.jsonl or .jsonl.gz)")],
    publish: Annotated[bool, typer.Option("--publish", help="publish what is sound at once")] = False,
    checked_on: Annotated[str, typer.Option(help="day the data was taken from the portal, for a dump not known")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the difference, write nothing")] = False,
) -> None:
    """Read dumps of procedures: all or nothing, repeatable, telling what was new, changed, same, held or refused."""
    from bot.database import make_engine
    from knowledge.errors import KnowledgeError
    from knowledge.importers import ImportFileError, read_dump
    from knowledge.library import embed_titles
    from knowledge.store import KnowledgeStore

    settings = load_settings()
    store = KnowledgeStore(make_engine(settings.knowledge_url))
    try:
        store.migrate()
        for file in files:
            with progress(f"reading {file.name}") as advance:
                batch = read_dump(file, advance, checked_on or None)
            if publish and not dry_run:
                with progress("embedding titles") as advance:
                    embed_titles(store, settings.embedder, batch.entries, advance)
            report = store.save(batch.entries, publish=publish, held=batch.held, dry_run=dry_run)
            show_import(file.name, batch.lines, report, batch.refused, dry_run)
    except (ImportFileError, KnowledgeError) as error:
        _fail(str(error))


@app.command("check-content")
def check_content() -> None:
    """Check every content file; tells file, line and what to write."""
    from knowledge.content_file import check_content as check

    problems = check(ROOT / "knowledge" / "content")
    for problem in problems:
        errors.print(str(problem), markup=False)
    count = len(list((ROOT / "knowledge" / "content").rglob("*.yml")))
    if problems:
        _fail(f"{len(problems)} lỗi trong nội dung; sửa rồi chạy lại lệnh này.")
    out.print(f"content: {count} files, no problem")


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="the question, in Vietnamese")],
    as_json: Annotated[bool, typer.Option("--json", help="print the whole answer of the API")] = False,
    why: Annotated[bool, typer.Option("--why", help="say how the search came to its answer")] = False,
    url: Annotated[str, typer.Option(help="address of a running bot; default: this machine's")] = "",
) -> None:
    """Ask a running bot one question."""
    from bot.client import BotClient, BotError

    settings = load_settings()
    try:
        answer = BotClient(url or _address(settings)).ask(text)
    except BotError as error:
        _fail(str(error))
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        show_answer(answer)
    if why:
        _show_why(settings, text)


@app.command()
def chat(url: Annotated[str, typer.Option(help="address of a running bot")] = "") -> None:
    """Talk to a running bot in the terminal; a number takes a choice, an empty line ends."""
    from bot.client import BotClient, BotError

    client = BotClient(url or _address(load_settings()))
    conversation: str | None = None
    while text := input("\n> ").strip():
        try:
            answer = client.ask(text, conversation)
        except BotError as error:
            _fail(str(error))
        conversation = answer["conversation"]
        show_answer(answer)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="questions (design: section 9), one JSON object a line")],
    folder: Annotated[Path, typer.Option("--out", help="folder of the JSON report")] = ROOT / "out",
    url: Annotated[str, typer.Option(help="address of a running bot")] = "",
) -> None:
    """Score a running bot on questions with known answers (start it with CONGDANSO_RATE_LIMIT=off)."""
    from bot.client import BotClient, BotError
    from bot.evaluation import EvaluationError, evaluate_file, write_report

    try:
        with progress("asking") as advance:
            report = evaluate_file(file, BotClient(url or _address(load_settings())), advance)
        target = write_report(report, folder, file.stem)
    except (BotError, EvaluationError) as error:
        _fail(str(error))
    table = Table("slice", "rows", "top-1", "one-tap", "false answer", "refused", "aspect", title=file.name)
    for row in report.rows():
        table.add_row(*row)
    out.print(table)
    out.print(f"turn time: p50 {report.p50_ms:.0f} ms, p95 {report.p95_ms:.0f} ms; details in {target}")


def _show_why(settings: Settings, text: str) -> None:
    from bot.database import make_engine
    from knowledge.library import open_library
    from knowledge.store import KnowledgeStore

    found = open_library(KnowledgeStore(make_engine(settings.knowledge_url)), settings.embedder).search(text)
    out.print(f"\nband: {found.band}, margin {found.margin:.2f}, agreement {found.agreement:.2f}")
    for line in found.why:
        out.print(f"  {line}", markup=False)
    for hit in found.hits[:5]:
        out.print(f"  {hit.score:.3f}  {hit.entry_id}  [{hit.alias or ''}] {' '.join(hit.words)}", markup=False)


def _start_training(settings: Settings) -> subprocess.Popen[bytes] | None:
    check = subprocess.run([*_train_command(settings), "--check"], capture_output=True, check=False)  # noqa: S603
    if check.returncode == 0:
        return None
    _say("train", "the model's inputs changed: training (under a minute)")
    return subprocess.Popen(_train_command(settings), cwd=ROOT)  # noqa: S603 - our own interpreter


def _wait_for_training(training: subprocess.Popen[bytes] | None) -> None:
    if training is not None and training.wait() != 0:
        _fail("training failed; the lines above say why")


def _train_command(settings: Settings) -> list[str]:
    return [str(_nlu_python()), "-m", "nlu.train", "--out", str(settings.model_dir)]


def _prepare_databases(settings: Settings) -> None:

    from bot.database import make_engine
    from channels.journal import Journal
    from knowledge.content_file import ContentError
    from knowledge.errors import KnowledgeError
    from knowledge.starter import publish_starter
    from knowledge.store import KnowledgeStore

    store = KnowledgeStore(make_engine(settings.knowledge_url))
    try:
        store.migrate()
        report = publish_starter(store, ROOT / "knowledge" / "content")
        Journal(make_engine(settings.journal_url)).migrate()
        if report.new or report.changed:
            _say("knowledge", f"starter knowledge: {len(report.new)} new, {len(report.changed)} changed")
    except ContentError as error:
        _fail(str(error))
    except KnowledgeError as error:
        _fail(str(error))


def _programs(settings: Settings) -> list[Program]:
    environment = {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    rasa = {
        **environment,
        "RASA_PORT": str(settings.rasa_port),
        "ACTIONS_PORT": str(settings.actions_port),
        "MODEL_DIR": str(settings.model_dir),
        "TRACKER_DATABASE": settings.tracker_path,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    web = [sys.executable, "-m", "uvicorn", "app:create_app", "--factory", "--host", settings.host]
    web += [
        "--port",
        str(settings.port),
        "--no-access-log",
        "--no-proxy-headers",
        "--log-level",
        "warning",
        "--timeout-graceful-shutdown",
        "6",
    ]
    own = f"http://127.0.0.1:{settings.port}" if settings.host in ("0.0.0.0", "::") else _address(settings)  # noqa: S104
    return [
        Program(
            "rasa", [str(_nlu_python()), "-m", "nlu.server"], settings.rasa_port, f"{settings.rasa_url}/status", rasa
        ),
        Program(
            "actions", [sys.executable, "-m", "actions.server"], settings.actions_port,
            f"{settings.actions_url}/health", environment,
        ),
        Program("web", web, settings.port, f"{own}/readyz", environment),
    ]  # fmt: skip


def _nlu_python() -> Path:
    python = ROOT / ".venv-nlu" / "bin" / "python"
    if not python.exists():
        _fail("Rasa's environment is missing; run `make setup` first")
    return python


def _address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"


def _say(name: str, line: str) -> None:
    print(f"[{name}] {line}", flush=True)


def _fail(reason: str) -> NoReturn:
    errors.print(f"congdanso: {reason}", markup=False)
    raise typer.Exit(1)


if __name__ == "__main__":
    sys.exit(main())
