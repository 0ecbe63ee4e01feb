"""The content that comes with the program holds every rule of the validator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from knowledge.content_file import check_content, load_content
from knowledge.content_schema import ENTRY_ASPECTS, FIELDS, REQUIRED
from knowledge.overlay import OVERLAYS
from knowledge.starter import CONTENT

GUIDE = CONTENT.parents[1] / "docs" / "noi-dung.md"

FACTS = CONTENT.parents[2] / "shared" / "facts"
"""The facts that the entries were written from, where a checkout has them beside it."""


def test_every_content_file_is_sound() -> None:
    """No file of content and overlays has a fault; each fault is shown with file, line and what to write."""
    problems = check_content(CONTENT, OVERLAYS)
    assert not problems, "\n" + "\n".join(map(str, problems))


def test_topics_are_those_of_the_facts() -> None:
    """The topic of an entry is one of the facts it was written from, and each topic of the facts has an entry."""
    if not FACTS.is_dir():
        pytest.skip("the facts are not beside this checkout: topics were not compared")
    known = {topic["id"] for path in sorted(FACTS.glob("*.yaml")) for topic in _topics(path)}
    written = {entry.topic for entry in load_content(CONTENT)} - {None}
    assert (written - known, known - written) == (set(), set())


def test_template_of_the_editors_page_is_sound(tmp_path: Path) -> None:
    """What an editor copies from docs/noi-dung.md passes the validator as it stands."""
    template = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[-1]
    (tmp_path / "dang-ky-tam-tru.yml").write_text(template, encoding="utf-8")
    assert list(map(str, check_content(tmp_path))) == []


def test_editors_page_explains_every_field() -> None:
    """Each field has its row in docs/noi-dung.md, with the mark of a required one where it is; each aspect is named."""
    page = GUIDE.read_text(encoding="utf-8")
    rows = {name: bool(mark) for name, mark in re.findall(r"(?m)^\| `(\w+)`( ●)? \|", page)}
    assert rows == {name: name in REQUIRED for name in FIELDS}
    assert all(f"`{name}`" in page for name in ENTRY_ASPECTS)


def _topics(path: Path) -> list[dict[str, str]]:
    topics: list[dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8")).get("topics", [])
    return topics
