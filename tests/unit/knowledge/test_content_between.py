"""Files that contradict each other are told with both places; the overlays are looked at beside the content."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content_file import ContentError, check_content, load_content
from tests.unit.knowledge.test_content_file import SOUND, another, write

ROW = """\
- code: "9.000001"
  short_title: Xin giấy thử
  popularity: 2
  group: giay-thu
  aliases: [xin giấy thử, làm giấy thử, giấy thử ở đâu, mần giấy thử, giấy thử số, mất giấy thử, đổi giấy thử, thử giấy]
"""


def told(folder: Path, overlays: str | None = None) -> list[tuple[str, int, str]]:
    """Return file, line and words of every fault, with these overlays beside the content."""
    if overlays is None:
        problems = check_content(folder)
    else:
        beside = folder.parent / "overlays"
        beside.mkdir(exist_ok=True)
        (beside / "thu.yml").write_text(overlays, encoding="utf-8")
        problems = check_content(folder, beside)
    return [(problem.file, problem.line, problem.message_vi) for problem in problems]


def test_alias_of_two_entries_is_told_with_both_places(tmp_path: Path) -> None:
    """The message names file and line of the first entry, and stands at the second."""
    write(tmp_path, SOUND)
    ((file, line, words),) = told(
        write(tmp_path, another().replace("- tách hộ, dọn về ở trọ", "- Dọn về ở trọ"), "cu-tru/tach-ho.yml")
    )
    assert (file, line) == ("cu-tru/tach-ho.yml", 12)
    assert "cu-tru/dang-ky-tam-tru.yml, dòng 12" in words


def test_code_that_a_decision_abolished_is_told(tmp_path: Path) -> None:
    """A code that is in force no more is not given to residents; the decision is named."""
    ((_, line, words),) = told(write(tmp_path, SOUND.replace("1.004194", "1.014063")))
    assert line == 4
    assert "đã bị bãi bỏ theo Quyết định 5230" in words


def test_two_texts_of_one_topic_with_other_figures_are_told(tmp_path: Path) -> None:
    """A topic that states another time than the procedure of the same topic, for the same days, is a conflict."""
    write(tmp_path, SOUND)
    other = another(codes="[]").replace("3 ngày làm việc", "5 ngày làm việc")
    ((file, _, words),) = told(write(tmp_path, other, "cu-tru/tach-ho.yml"))
    assert file == "cu-tru/tach-ho.yml"
    assert "`time` ghi số khác với bài cùng chủ đề ở cu-tru/dang-ky-tam-tru.yml, dòng 23" in words


@pytest.mark.parametrize(
    "other",
    [
        another().replace("3 ngày làm việc", "5 ngày làm việc"),
        another(codes="[]", topic="ct-khac").replace("3 ngày làm việc", "5 ngày làm việc"),
        another(codes="[]").replace("3 ngày làm việc", "3 ngày làm việc; xác minh thì 10 ngày"),
        another(codes="[]").replace("time: 3 ngày làm việc.", "time: {text: 5 ngày., valid_until: 2020-01-01}"),
    ],
    ids=["two-procedures", "other-topic", "one-case-more", "other-days-never-meet"],
)
def test_figures_that_may_differ_are_accepted(tmp_path: Path, other: str) -> None:
    """Two procedures with codes of their own, another topic, or one case more are no conflict."""
    first = SOUND.replace("time: 3 ngày làm việc.", "time: {text: 3 ngày làm việc., valid_from: 2020-01-02}")
    write(tmp_path, first)
    assert told(write(tmp_path, other, "cu-tru/tach-ho.yml")) == []


def test_sound_overlay_is_accepted(tmp_path: Path) -> None:
    """An overlay row with its code, title, popularity and eight aliases has no fault."""
    assert told(write(tmp_path / "content", SOUND), ROW) == []


@pytest.mark.parametrize(
    ("sound", "instead", "line", "words"),
    [
        ("popularity: 2", "popularity: 9", 3, "phải là một số từ 0 đến 5"),
        ("  short_title: Xin giấy thử\n", "", 1, "thiếu tên ngắn"),
        ('"9.000001"', '"khong-phai-ma"', 1, "không phải mã thủ tục quốc gia"),
        (", đổi giấy thử, thử giấy", "", 5, "mới có 6 cách hỏi"),
        ("xin giấy thử,", "dọn về ở trọ,", 5, "đã có ở cu-tru/dang-ky-tam-tru.yml, dòng 12"),
        ('"9.000001"', '"1.004194"', 1, "đã có bài viết riêng ở cu-tru/dang-ky-tam-tru.yml, dòng 4"),
        ("group:", "groep:", 4, "không có trường `groep` – ý bạn là `group`?"),
    ],
)
def test_fault_of_an_overlay_is_told(tmp_path: Path, sound: str, instead: str, line: int, words: str) -> None:
    """Each fault of an overlay row is told with its file, its line and what to write."""
    assert sound in ROW
    ((file, at, message),) = told(write(tmp_path / "content", SOUND), ROW.replace(sound, instead))
    assert (file, at) == ("overlays/thu.yml", line)
    assert words in message


def test_code_and_title_of_two_overlays_are_told_with_both_places(tmp_path: Path) -> None:
    """Two rows for one code, or two buttons with one title, name the first row."""
    twin = (
        ROW.replace("giấy thử", "giấy khác").replace("thử giấy", "khác giấy").replace("Xin giấy khác", "Xin giấy thử")
    )
    found = told(write(tmp_path / "content", SOUND), ROW + twin)
    assert [(line, "overlays/thu.yml, dòng" in words) for _, line, words in found] == [(6, True), (7, True)]


@pytest.mark.parametrize("text", ["code: x", "- [", "only words"])
def test_file_that_is_no_overlay_is_told(tmp_path: Path, text: str) -> None:
    """A broken or foreign file gives a message and never a crash."""
    assert told(write(tmp_path / "content", SOUND), text)


def test_broken_overlay_stops_the_whole_start(tmp_path: Path) -> None:
    """All or nothing: with a fault in an overlay nothing of the content is read either."""
    (tmp_path / "overlays").mkdir()
    (tmp_path / "overlays" / "thu.yml").write_text("- {code: 5}")
    with pytest.raises(ContentError):
        load_content(write(tmp_path / "content", SOUND), overlays=tmp_path / "overlays")
