"""One import goes from files to the store: the difference first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot.database import make_engine
from cli import app
from knowledge.importers import Advance, ImportFileError
from knowledge.importers.job import Planned, plan_import, save_plan
from knowledge.importers.known import Origin
from knowledge.store import KnowledgeStore
from tests.unit.knowledge.importers.files import ROW, TODAY, csv_file, curated, with_cell


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A migrated store with one entry of an editor."""
    made = make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
    store = KnowledgeStore(made)
    store.migrate()
    store.save([curated("tha-dieu", "Thả diều sáo", "xin thả diều")], publish=True)
    return made


@contextmanager
def silent(_label: str) -> Iterator[Advance]:
    """Show no progress."""
    yield lambda done, total: None


def plan(engine: Engine, *files: Path) -> list[Planned]:
    """Read files and compare."""
    return plan_import(KnowledgeStore(engine), engine, files, Origin(), TODAY, silent)


def test_difference_names_new_changed_and_same(tmp_path: Path, engine: Engine) -> None:
    """The second import of a table with one new and one changed row says which, and in which fields."""
    store = KnowledgeStore(engine)
    other, third = (
        with_cell(0, "Nuôi ong mật cần gì?", with_cell(2, "")),
        with_cell(0, "Lấy tổ yến hỏi ai?", with_cell(2, "")),
    )
    save_plan(store, plan(engine, csv_file(tmp_path / "a.csv", ROW, other)), publish=False)
    changed = with_cell(1, "Hỏi tổ nuôi ong.", with_cell(7, "2026-10-05", other))
    (planned,) = plan(engine, csv_file(tmp_path / "a.csv", ROW, changed, third))
    assert (len(planned.difference.new), len(planned.difference.same)) == (1, 1)
    assert list(planned.difference.changed.values()) == [("answer", "checked_on", "sources")]


def test_import_without_publish_waits_as_draft(tmp_path: Path, engine: Engine) -> None:
    """Nothing imported is answered before --publish; publishing later needs no other file."""
    store = KnowledgeStore(engine)
    planned = plan(engine, csv_file(tmp_path / "a.csv", ROW))
    assert save_plan(store, planned, publish=False).published == ()
    assert [entry.id for entry in store.published()] == ["tha-dieu"]
    assert len(save_plan(store, planned, publish=True).published) == 1


def test_held_answers_are_stored_and_not_published(tmp_path: Path, engine: Engine) -> None:
    """An answer that an editor's entry gives already is kept for a person, with the reason."""
    store = KnowledgeStore(engine)
    row = with_cell(0, "Xin thả diều", with_cell(2, ""))
    save_plan(store, plan(engine, csv_file(tmp_path / "a.csv", row)), publish=True)
    ((entry, why),) = store.held()
    assert entry.title == "Xin thả diều"
    assert "tha-dieu" in why


def test_one_bad_file_writes_nothing_of_the_others(tmp_path: Path, engine: Engine) -> None:
    """Two files, the second broken: nothing of the first is in the store."""
    broken = tmp_path / "b.csv"
    broken.write_bytes(b"\xff\xfea")
    with pytest.raises(ImportFileError, match="UTF-16"):
        plan(engine, csv_file(tmp_path / "a.csv", ROW), broken)
    assert [entry.id for entry in KnowledgeStore(engine).published()] == ["tha-dieu"]


def test_second_file_that_says_otherwise_is_refused(tmp_path: Path, engine: Engine) -> None:
    """One question with two answers in two files: the first is taken, the second refused with the file's name."""
    first = csv_file(tmp_path / "a.csv", ROW)
    again = csv_file(tmp_path / "b.csv", ROW)
    other = csv_file(tmp_path / "c.csv", with_cell(1, "Khác hẳn."))
    one, two, three = plan(engine, first, again, other)
    assert (len(one.batch.entries), len(two.batch.entries), len(three.batch.entries)) == (1, 0, 0)
    assert two.batch.refused == ()
    assert "a.csv" in three.batch.refused[0][1]
    assert three.batch.refused[0][0] == 2


def run(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    """Run the command with databases under a folder of its own; return exit status and output."""
    environment = {"VAR_DIR": str(tmp_path), "EMBEDDER": "off", "TODAY": "2026-11-22"}
    done = CliRunner().invoke(app, list(arguments), env=environment)
    return done.exit_code, done.output


def test_command_shows_the_difference_and_a_dry_run_stops_there(tmp_path: Path, engine: Engine) -> None:
    """--dry-run prints counts and reasons and writes nothing; without it the same is saved."""
    table = csv_file(tmp_path / "a.csv", ROW, with_cell(1, "", with_cell(0, "Nuôi ong?")))
    status, output = run(tmp_path, "import", str(table), "--dry-run", "--publish")
    assert status == 0
    assert "new 1, changed 0, same 0, held back 0, refused 1" in output
    assert "refused dòng 3: thiếu câu trả lời" in output
    assert "nothing was written" in output
    assert len(KnowledgeStore(engine).published()) == 1
    status, output = run(tmp_path, "import", str(table), "--publish")
    assert (status, "published 1" in output) == (0, True)
    assert len(KnowledgeStore(engine).published()) == 2


def test_command_with_nothing_sound_fails(tmp_path: Path, engine: Engine) -> None:
    """A table of which every row is refused ends with a status other than 0 and writes nothing."""
    status, output = run(tmp_path, "import", str(csv_file(tmp_path / "a.csv", with_cell(1, ""))))
    assert status == 1
    assert "every row was refused" in output


def test_export_command_writes_what_import_reads(tmp_path: Path, engine: Engine) -> None:
    """import, export, import: the second import changes nothing."""
    run(tmp_path, "import", str(csv_file(tmp_path / "a.csv", ROW)), "--publish")
    status, output = run(tmp_path, "export", str(tmp_path / "b.xlsx"))
    assert (status, "1 entries" in output) == (0, True)
    status, output = run(tmp_path, "import", str(tmp_path / "b.xlsx"), "--publish")
    assert (status, "new 0, changed 0, same 1" in output) == (0, True)
    assert run(tmp_path, "export", str(tmp_path / "b.xlsx"))[0] == 1
