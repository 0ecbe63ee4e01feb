"""The content folder and the store: what is published at a start, and what is not touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.database import make_engine
from knowledge.content_file import ContentError
from knowledge.model import Entry
from knowledge.starter import CONTENT, publish_starter
from knowledge.store import KnowledgeStore

SOUND = """\
id: {id}
kind: topic
title: Bài {id}
short_title: Bài {id}
aliases: [{id} một, {id} hai, {id} ba, {id} bốn, {id} năm, {id} sáu, {id} bảy, {id} tám]
answer: Bạn hỏi công an xã.
sources: [{{title: Luật Cư trú}}]
checked_on: 2026-11-22
review_by: 2027-02-28
owner: ban-bien-tap
confidence: high
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    engine = make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
    store = KnowledgeStore(engine)
    store.migrate()
    yield store
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    for name in ("mot", "hai"):
        (folder / f"{name}.yml").write_text(SOUND.format(id=name), encoding="utf-8")
    return folder


def test_second_start_changes_nothing(store: KnowledgeStore, folder: Path) -> None:
    """The first start publishes the folder; the second finds it the same and leaves the revision."""
    assert publish_starter(store, folder).published == ("hai", "mot")
    revision = store.revision()
    report = publish_starter(store, folder)
    assert (report.same, report.published, report.retired) == (("hai", "mot"), (), ())
    assert store.revision() == revision


def test_vanished_file_is_retired_and_imported_records_stay(store: KnowledgeStore, folder: Path) -> None:
    """A file that is gone takes its entry away; what was imported is not the folder's business."""
    record = Entry("tthc-1.000001", "procedure", "Thủ tục", "Thủ tục", "imported", "2026-07-20")
    store.save([record], publish=True)
    publish_starter(store, folder)
    (folder / "mot.yml").unlink()
    assert publish_starter(store, folder).retired == ("mot",)
    assert [entry.id for entry in store.published()] == ["hai", "tthc-1.000001"]
    (folder / "mot.yml").write_text(SOUND.format(id="mot"), encoding="utf-8")
    assert publish_starter(store, folder).published == ("mot",)


@pytest.mark.parametrize("fault", ["unsound", "empty", "missing"])
def test_fault_in_the_folder_leaves_the_store_as_it_was(store: KnowledgeStore, folder: Path, fault: str) -> None:
    """With one unsound file, or an empty or wrong folder, nothing is published and nothing retired."""
    publish_starter(store, folder)
    if fault == "unsound":
        (folder / "mot.yml").write_text("id: mot", encoding="utf-8")
        (folder / "hai.yml").unlink()
    else:
        for path in folder.iterdir():
            path.unlink()
    with pytest.raises(ContentError):
        publish_starter(store, folder / "khong-co" if fault == "missing" else folder)
    assert [entry.id for entry in store.published()] == ["hai", "mot"]


def test_starter_content_is_published_whole(store: KnowledgeStore) -> None:
    """Every entry that comes with the program is answered after the first start, and read back as it was written."""
    files = len([path for path in CONTENT.rglob("*.yml") if path.parent.name != "checklists"])
    assert len(publish_starter(store).published) == files
    assert all(replace(entry) == entry and (entry.answer or entry.guide) for entry in store.published())
