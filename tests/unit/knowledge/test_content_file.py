"""The validator of content files: every fault found at once, with file, line and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from knowledge.content_file import ContentError, check_content, load_content
from knowledge.content_problem import field_words
from knowledge.content_schema import ENTRY_ASPECTS, FIELDS, REQUIRED, VARIANT_FIELDS
from knowledge.model import AspectText, LegalBasis, Source

SOUND = """\
id: dang-ky-tam-tru
kind: procedure
topic: ct-tam-tru
codes: ["1.004194"]
title: Đăng ký tạm trú
short_title: Đăng ký tạm trú
field: Cư trú
level: xã
popularity: 5
aliases:
  - làm tạm trú
  - dọn về ở trọ
  - thuê trọ phải khai báo gì
  - đk tạm trú
  - đăng ký KT3
  - khai tạm trú cho công nhân
  - mới thuê nhà cần giấy gì
  - mần giấy tạm trú
answer: |
  Bạn nộp hồ sơ ở công an xã nơi ở trọ.
  Nộp trên VNeID cũng được.
aspects:
  time: 3 ngày làm việc.
  fee:
    - text: 7.000 đồng.
      valid_until: 2026-12-31
    - text: 15.000 đồng.
      valid_from: 2027-01-01
      confidence: medium
legal_basis:
  - {title: Luật Cư trú, article: Điều 27, effective_from: 2021-07-01}
sources:
  - {title: "Cổng Dịch vụ công: tạm trú", url: "https://dichvucong.gov.vn/x?a=1", date: 2026-07-20}
  - {title: Thông tư 116/2026/TT-BCA}
checked_on: 2026-11-22
review_by: 2027-02-28
valid_until:
owner: ban-bien-tap
confidence: high
confirm: Mức phí từ năm 2027 thì bạn hỏi lại công an xã.
history: Trước đây nộp ở công an huyện.
"""


def write(folder: Path, text: str, name: str = "cu-tru/dang-ky-tam-tru.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def another(text: str = SOUND, **changes: str) -> str:
    """A second sound entry that shares no id, code or alias with the first, but for the given changes."""
    values = {"id": "tach-ho", "codes": '["1.010038"]', **changes}
    for field, value in values.items():
        text = re.sub(rf"(?m)^{field}:.*$", f"{field}: {value}", text)
    return re.sub(r"(?m)^  - ((?:làm|dọn|thuê|đk|đăng|khai|mới|mần) .*)$", r"  - tách hộ, \1", text)


def only_problem(folder: Path) -> tuple[str, int, str]:
    problems = check_content(folder)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0].file, problems[0].line, problems[0].message_vi


def test_sound_file_becomes_an_entry(tmp_path: Path) -> None:
    """Every field of a sound file is in the entry, as text; an empty optional field is not there."""
    [entry] = load_content(write(tmp_path, SOUND))
    assert (entry.id, entry.kind, entry.origin, entry.topic) == (
        "dang-ky-tam-tru",
        "procedure",
        "curated",
        "ct-tam-tru",
    )
    assert (entry.codes, entry.popularity, entry.level, entry.audience) == (("1.004194",), 5, "xã", None)
    assert (entry.aliases[0], len(entry.aliases)) == ("làm tạm trú", 8)
    assert entry.answer == (AspectText("Bạn nộp hồ sơ ở công an xã nơi ở trọ.\nNộp trên VNeID cũng được."),)
    assert entry.aspects == {
        "time": (AspectText("3 ngày làm việc."),),
        "fee": (
            AspectText("7.000 đồng.", valid_until="2026-12-31"),
            AspectText("15.000 đồng.", "medium", valid_from="2027-01-01"),
        ),
    }
    assert entry.legal_basis == (LegalBasis("Luật Cư trú", "Điều 27", "2021-07-01"),)
    assert entry.sources[0] == Source("Cổng Dịch vụ công: tạm trú", "https://dichvucong.gov.vn/x?a=1", "2026-07-20")
    assert entry.sources[1] == Source("Thông tư 116/2026/TT-BCA")
    assert (entry.checked_on, entry.review_by, entry.valid_until) == ("2026-11-22", "2027-02-28", None)
    assert (entry.confidence, entry.owner, entry.history) == ("high", "ban-bien-tap", "Trước đây nộp ở công an huyện.")


def test_entries_come_sorted_by_id_with_progress(tmp_path: Path) -> None:
    """Files may lie in any folder; the entries come sorted by id and each file is counted."""
    write(tmp_path, SOUND, "a/dang-ky-tam-tru.yml")
    write(tmp_path, another(id="bao-tri"), "z/bao-tri.yml")
    seen: list[tuple[int, int]] = []
    entries = load_content(tmp_path, lambda done, count: seen.append((done, count)))
    assert [entry.id for entry in entries] == ["bao-tri", "dang-ky-tam-tru"]
    assert seen == [(1, 2), (2, 2)]


def test_windows_line_ends_and_byte_order_mark_are_accepted(tmp_path: Path) -> None:
    """A file saved on Windows reads the same, and its faults have the same lines."""
    plain = load_content(write(tmp_path / "a", SOUND))
    path = tmp_path / "b" / "dang-ky-tam-tru.yml"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert load_content(path.parent) == plain
    path.write_bytes(SOUND.replace("level: xã", "level: huyện").replace("\n", "\r\n").encode())
    assert check_content(path.parent)[0].line == 8


FAULTS: dict[str, tuple[str, str, int, str]] = {
    # what is wrong: (sound text, what stands there instead, line, words of the message)
    "missing": ("checked_on: 2026-11-22\n", "", 34, "thiếu ngày kiểm tra – thêm dòng `checked_on: 2026-11-22`"),
    "missing-first": ("id: dang-ky-tam-tru\n", "", 1, "thiếu mã bài – thêm dòng `id: dang-ky-tam-tru`"),
    "missing-review": ("review_by: 2027-02-28\n", "", 35, "thiếu hạn rà lại – thêm dòng `review_by: 2027-02-28`"),
    "missing-owner": ("owner: ban-bien-tap\n", "", 37, "thiếu người phụ trách – thêm dòng `owner:"),
    "no-source": (re.search(r"sources:\n.*\n.*\n", SOUND)[0], "", 31, "thiếu nguồn – thêm dòng `sources:"),  # type: ignore[index]
    "empty": ("owner: ban-bien-tap", "owner:", 38, "`owner` (người phụ trách) đang để trống"),
    "empty-item": ("  - đăng ký KT3", "  -", 15, "`aliases` (cách người dân hỏi) đang để trống"),
    "source-no-title": (
        "{title: Thông tư 116/2026/TT-BCA}",
        "{date: 2026}",
        34,
        "`sources` thiếu tên nguồn – thêm `title:",
    ),
    "unknown-near": ("popularity: 5", "populartiy: 5", 9, "không có trường `populartiy` – ý bạn là `popularity`?"),
    "unknown-dash": ("short_title: Đ", "short-title: Đ", 6, "ý bạn là `short_title`?"),
    "unknown-alone": ("topic: ct-tam-tru", "xyzw: a", 3, "không có trường `xyzw` – xóa dòng này"),
    "unknown-aspect": ("  time: 3 ngày", "  tiem: 3 ngày", 23, "không có trường `tiem` – ý bạn là `time`?"),
    "unknown-in-source": (", date: 2026-07-20}", ", dat: 2026-07-20}", 33, "không có trường `dat` – ý bạn là `date`?"),
    "overview-is-answer": ("  time: 3", "  overview: 3", 23, "không có trường `overview`"),
    "twice": ("level: xã", "level: xã\nlevel: tỉnh", 9, "trường `level` viết hai lần (lần trước ở dòng 8)"),
    "want-text": ("field: Cư trú", "field: [Cư trú]", 7, "`field` phải là một câu chữ"),
    "colon-in-alias": ("  - đăng ký KT3", "  - hỏi: đăng ký KT3", 15, "đặt cả câu trong dấu ngoặc kép"),
    "want-list": ('codes: ["1.004194"]', 'codes: "1.004194"', 4, "`codes` phải là danh sách"),
    "want-mapping": (
        "- {title: Luật Cư trú, article: Điều 27, effective_from: 2021-07-01}",
        "- Luật",
        31,
        "viết như `- {title:",
    ),
    "variant-text": (
        "    - text: 7.000 đồng.\n      valid_until: 2026-12-31\n",
        "    - 7.000 đồng.\n",
        25,
        "viết như `- text: …`",
    ),
    "number": ("popularity: 5", "popularity: 9", 9, "`popularity` phải là một số từ 0 đến 5"),
    "not-a-day": ("checked_on: 2026-11-22", "checked_on: 2026-02-30", 35, "phải là ngày có thật"),
    "day-first": ("checked_on: 2026-11-22", "checked_on: 22/11/2026", 35, "sửa thành `checked_on: 2026-11-22`"),
    "source-date": ("date: 2026-07-20}", "date: tháng 7}", 33, "năm, năm-tháng hoặc năm-tháng-ngày"),
    "kind": ("kind: procedure", "kind: thutuc", 2, "dùng một trong: procedure, topic, guide, notice, office"),
    "level": ("level: xã", "level: huyện", 8, "dùng một trong: xã, tỉnh, bộ, toàn quốc"),
    "confidence": ("confidence: high", "confidence: sure", 39, "dùng một trong: high, medium, low"),
    "id-shape": ("id: dang-ky-tam-tru", "id: Đăng ký", 1, "chỉ được gồm chữ thường không dấu"),
    "id-long": ("id: dang-ky-tam-tru", f"id: {'a' * 47}", 1, "tối đa 46 ký tự"),
    "id-file": (
        "id: dang-ky-tam-tru",
        "id: tam-tru",
        1,
        "đổi tên tệp thành `tam-tru.yml`, hoặc sửa thành `id: dang-ky",
    ),
    "short-title": ("short_title: Đăng ký tạm trú", f"short_title: {'a' * 61}", 6, "dài 61 ký tự – rút còn tối đa 60"),
    "code": ('["1.004194"]', '["1.4194"]', 4, "“1.4194” không phải mã thủ tục quốc gia"),
    "code-twice": ('["1.004194"]', '["1.004194", "1.004194"]', 4, "mã 1.004194 viết hai lần"),
    "few-aliases": ("  - làm tạm trú\n", "", 10, "mới có 7 cách hỏi – thêm cho đủ 8"),
    "alias-twice": ("  - đăng ký KT3", "  - Làm  tạm trú", 15, "“Làm  tạm trú” đã có ở dòng 11"),
    "four-lines": ("  Nộp trên VNeID cũng được.\n", "  Hai.\n  Ba.\n  Bốn.\n", 23, "có 4 dòng – rút còn tối đa 3"),
    "long-line": ("  Nộp trên VNeID cũng được.", f"  {'chữ ' * 46}", 21, "dài 183 ký tự – rút còn tối đa 180"),
    "url-not-found": ('url: "https://dichvucong.gov.vn/x?a=1"', "url: not found", 33, "phải bắt đầu bằng https://"),
    "url-script": ("https://dichvucong.gov.vn/x?a=1", "javascript:x", 33, "phải bắt đầu bằng https://"),
    "url-user": ("https://dichvucong", "https://a@dichvucong", 33, "phải bắt đầu bằng https://"),
    "url-stranger": (
        "https://dichvucong.gov.vn/x",
        "https://vneid-gov.com/x",
        33,
        "tên miền vneid-gov.com không có trong",
    ),
    "url-look-alike": ("dichvucong.gov.vn/x", "dichvucong.gov.vn.example.com/x", 33, "dichvucong.gov.vn.example.com"),
    "url-in-text": ("Nộp trên VNeID cũng được.", "Vào https://vneid-gov.com nhé.", 21, "vneid-gov.com không có trong"),
    "no-confirm": (
        "confidence: high\nconfirm: Mức phí từ năm 2027 thì bạn hỏi lại công an xã.\n",
        "confidence: low\n",
        39,
        "mức tin cậy là low nên phải nói người dân hỏi lại điều gì, ở đâu – thêm dòng `confirm: …`",
    ),
    "no-confirm-for-aspect": (
        "confirm: Mức phí từ năm 2027 thì bạn hỏi lại công an xã.\n",
        "",
        27,
        "`fee` có mức tin cậy medium nên phải nói",
    ),
    "review-early": ("review_by: 2027-02-28", "review_by: 2026-11-21", 36, "sớm hơn ngày kiểm tra 2026-11-22"),
    "already-over": ("valid_until:\n", "valid_until: 2026-01-01\n", 37, "hết hiệu lực ngày 2026-01-01, trước cả ngày"),
    "backwards": (
        "      valid_until: 2026-12-31",
        "      valid_from: 2027-01-01\n      valid_until: 2026-12-31",
        25,
        "muộn hơn",
    ),
    "law-backwards": ("2021-07-01}", "2021-07-01, effective_to: 2020-01-01}", 31, "muộn hơn ngày kết thúc 2020-01-01"),
    "overlap": (
        "valid_from: 2027-01-01",
        "valid_from: 2026-12-31",
        27,
        "`fee` có hai câu cùng đúng vào ngày 2026-12-31",
    ),
    "overlap-undated": ("      valid_from: 2027-01-01\n", "", 27, "`fee` có hai câu không ghi ngày bắt đầu"),
    "unknown-related": (
        "history:",
        "related: [khong-co]\nhistory:",
        41,
        "không có bài nào mã “khong-co” – sửa mã hoặc xóa",
    ),
    "related-near": ("history:", "related: [dang-ky-tam-chu]\nhistory:", 41, "ý bạn là “dang-ky-tam-tru”?"),
    "related-self": ("history:", "related: [dang-ky-tam-tru]\nhistory:", 41, "bài này tự dẫn chính nó"),
    "district": (
        "Nộp trên VNeID cũng được.",
        "Nộp ở Công an huyện cũng được.",
        21,
        "“Công an huyện” không còn từ 1/7/2025",
    ),
    "district-aspect": (
        "3 ngày làm việc.",
        "UBND cấp huyện giải quyết trong 3 ngày.",
        23,
        "“UBND cấp huyện” không còn",
    ),
    "cũng-is-not-cũ": ("Nộp trên VNeID cũng được.", "Việc này cấp huyện cũng làm.", 21, "“cấp huyện” không còn"),
    "id-number": ("field: Cư trú", "field: số 000 123 456 789", 7, "dãy số “000…” giống số định danh"),
    "phone": ("field: Cư trú", "field: gọi 0900.000.000", 7, "giống số định danh, số thẻ hoặc số điện thoại"),
    "phone-84": ("field: Cư trú", "field: gọi +84900000000", 7, "số điện thoại riêng"),
    "mail": ("field: Cư trú", "field: hoi@vi-du.example", 7, "địa chỉ thư không thuộc cơ quan nhà nước"),
    "tab": ("  - đăng ký KT3", "  -\tđăng ký KT3", 15, "có dấu tab – thay bằng hai dấu cách"),
    "tab-breaks-yaml": ("  - đăng ký KT3", "\t- đăng ký KT3", 15, "có dấu tab – thay bằng hai dấu cách"),
    "decomposed": ("field: Cư trú", unicodedata.normalize("NFD", "field: Cư trú"), 7, "chưa phải Unicode dựng sẵn"),
    "zero-width": ("field: Cư trú", "field: Cư\u200b trú", 7, "có ký tự ẩn (U+200B)"),
    "no-break-space": ("field: Cư trú", "field: Cư\u00a0trú", 7, "có ký tự ẩn (U+00A0)"),
    "control": ("field: Cư trú", "field: Cư\x07 trú", 7, "có ký tự ẩn (U+0007)"),
    "yaml-colon": ("title: Đăng ký tạm trú\ns", "title: Đăng ký: tạm trú\ns", 5, "đặt cả câu trong dấu ngoặc kép"),
    "yaml-quote": ("title: Thông tư 116", 'title: "Thông tư 116', 34, "máy không hiểu cách viết ở đây"),
    "yaml-indent": ("kind: procedure", "   kind: procedure", 2, "máy không hiểu cách viết ở đây"),
    "yaml-percent": ("field: Cư trú", "field: %Cư trú", 7, "phải đặt trong dấu ngoặc kép"),
    "yaml-star": ("field: Cư trú", "field: *Cư trú", 7, "máy không hiểu cách viết ở đây"),
    "two-documents": ("kind: procedure", "---\nkind: procedure", 2, "xóa dòng `---`"),
}


@pytest.mark.parametrize(("good", "bad", "line", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_told_once_at_its_line(tmp_path: Path, good: str, bad: str, line: int, words: str) -> None:
    """One fault in a sound file gives one message, at the line to correct, that says what to write."""
    assert SOUND.count(good) >= 1
    found = only_problem(write(tmp_path, SOUND.replace(good, bad, 1)))
    assert found[:2] == ("cu-tru/dang-ky-tam-tru.yml", line)
    assert words in found[2]


HARMLESS: dict[str, tuple[str, str]] = {
    "hotline": ("field: Cư trú", "field: gọi 1900 0368 hoặc 18001096, 113"),
    "money": ("3 ngày làm việc.", "Phạt 100.000.000 đồng đến 100.000.000.000 đồng."),
    "document-numbers": (
        "3 ngày làm việc.",
        "Theo 13/2023/NĐ-CP, 5230/QĐ-BCA-C06, mẫu 1.004194, ngày 15.8.2026-28.2.2027.",
    ),
    "numbers-in-address": ("/x?a=1", "/x-000123456789.htm"),
    "cited-press": ("https://dichvucong.gov.vn/x", "https://dantri.com.vn/x"),
    "subdomain": ("https://dichvucong.gov.vn/x", "http://vanban.chinhphu.vn/x"),
    "official-mail": ("field: Cư trú", "field: hoi@bocongan.gov.vn"),
    "district-as-change": ("Nộp trên VNeID cũng được.", "Từ 1/7/2025 không còn Công an huyện."),
    "district-as-alias": ("  - đăng ký KT3", "  - lên công an huyện làm tạm trú"),
    "district-in-law": ("title: Luật Cư trú", "title: Quyết định của UBND huyện"),
    "code-without-quotes": ('["1.004194"]', "[1.004194]"),
    "one-text-with-confidence": ("3 ngày làm việc.", "{text: 3 ngày., confidence: medium}"),
    "gap-between-dates": ("valid_from: 2027-01-01", "valid_from: 2027-03-01"),
    "month-of-source": ("date: 2026-07-20}", "date: 2026-07}"),
}


@pytest.mark.parametrize(("good", "other"), HARMLESS.values(), ids=HARMLESS.keys())
def test_what_only_looks_like_a_fault_is_accepted(tmp_path: Path, good: str, other: str) -> None:
    """Hotlines, document numbers, official names and the story of a change are no faults."""
    assert good in SOUND
    assert list(map(str, check_content(write(tmp_path, SOUND.replace(good, other, 1))))) == []


def test_code_without_quotes_keeps_its_zeros(tmp_path: Path) -> None:
    """A code that YAML would take for a number is kept as it is written."""
    [entry] = load_content(write(tmp_path, SOUND.replace('"1.004194"', "1.000100")))
    assert entry.codes == ("1.000100",)


def test_every_fault_is_collected_in_order(tmp_path: Path) -> None:
    """An editor sees all faults of all files at once, sorted by file and line, in one error that is ready to print."""
    write(tmp_path, SOUND.replace("level: xã", "level: huyện").replace("review_by: 2027", "review_by: 2020"))
    write(tmp_path, 'id: "a\n', "a/hong.yml")
    with pytest.raises(ContentError) as caught:
        load_content(tmp_path)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("a/hong.yml", 1),
        ("cu-tru/dang-ky-tam-tru.yml", 8),
        ("cu-tru/dang-ky-tam-tru.yml", 36),
    ]
    lines = str(caught.value).splitlines()
    assert lines[0] == "Có 3 chỗ cần sửa trong nội dung:"
    assert lines[2].startswith("cu-tru/dang-ky-tam-tru.yml, dòng 8: `level` không nhận giá trị “huyện”")


@pytest.mark.parametrize(
    ("second", "line", "words"),
    [
        (another(codes='["1.004194"]'), 4, "mã thủ tục 1.004194 đã có ở cu-tru/dang-ky-tam-tru.yml"),
        (another().replace("- tách hộ, dọn về ở trọ", "- Dọn về ở trọ"), 12, "đã có ở cu-tru/dang-ky-tam-tru.yml"),
    ],
)
def test_code_and_alias_belong_to_one_entry(tmp_path: Path, second: str, line: int, words: str) -> None:
    """A code or a way of asking that stands in two files is told in the second, naming the first."""
    write(tmp_path, SOUND)
    found = only_problem(write(tmp_path, second, "cu-tru/tach-ho.yml"))
    assert found[:2] == ("cu-tru/tach-ho.yml", line)
    assert words in found[2]


def test_variants_of_one_procedure_share_its_code(tmp_path: Path) -> None:
    """Two entries of one group may carry the same code."""
    write(tmp_path, SOUND.replace("popularity: 5", "group: tam-tru"))
    write(tmp_path, another(codes='["1.004194"]').replace("popularity: 5", "group: tam-tru"), "cu-tru/tach-ho.yml")
    assert check_content(tmp_path) == []


def test_same_id_in_two_folders_is_told(tmp_path: Path) -> None:
    """Two files with one id are a fault of the second."""
    write(tmp_path, SOUND, "a/dang-ky-tam-tru.yml")
    write(tmp_path, another(id="dang-ky-tam-tru"), "b/dang-ky-tam-tru.yml")
    file, line, words = only_problem(tmp_path)
    assert (file, line) == ("b/dang-ky-tam-tru.yml", 1)
    assert "đã dùng ở a/dang-ky-tam-tru.yml" in words


def test_related_entry_that_has_a_fault_is_still_known(tmp_path: Path) -> None:
    """A fault in one file is not told again in the files that refer to it."""
    write(tmp_path, SOUND.replace("level: xã", "level: huyện"))
    write(tmp_path, another() + "related: [dang-ky-tam-tru]\n", "cu-tru/tach-ho.yml")
    assert only_problem(tmp_path)[0] == "cu-tru/dang-ky-tam-tru.yml"


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"", 1, "tệp chưa có nội dung"),
        (b"# only a remark\n", 1, "tệp chưa có nội dung"),
        (b"- a\n- b\n", 1, "chép mẫu bài trong docs/noi-dung.md"),
        (b"only words", 1, "chép mẫu bài trong docs/noi-dung.md"),
        (b"id: a\ntitle: \xff\xfe\n", 2, "không phải bảng mã UTF-8"),
        (b"#" * 60_001, 1, "tệp dài quá 60000 ký tự"),
        (b"? [a, b]\n: c\n", 1, "tên trường phải là một từ tiếng Anh"),
        (b"id: &a [*a]\n", 1, "`id` phải là một câu chữ"),
    ],
)
def test_file_that_is_no_entry_is_told(tmp_path: Path, raw: bytes, line: int, words: str) -> None:
    """Empty, foreign, huge or undecodable files give a message and never a crash."""
    (tmp_path / "x.yml").write_bytes(raw)
    problems = check_content(tmp_path)
    assert any((problem.line, words in problem.message_vi) == (line, True) for problem in problems)


def test_other_suffix_is_told(tmp_path: Path) -> None:
    """A file that would silently not be read is told."""
    write(tmp_path, SOUND)
    write(tmp_path, SOUND, "cu-tru/khac.yaml")
    assert only_problem(tmp_path)[2] == "tệp có đuôi `.yaml` nên không được đọc – đổi tên thành `khac.yml`"


@pytest.mark.parametrize(("folder", "words"), [("khong-co", "không thấy thư mục"), (".", "không có bài nào")])
def test_wrong_folder_is_an_error_and_not_an_empty_content(tmp_path: Path, folder: str, words: str) -> None:
    """A missing or empty folder is told: an empty list would take every answer away."""
    with pytest.raises(ContentError, match=words):
        load_content(tmp_path / folder)


def test_long_digits_and_words_are_checked_in_time(tmp_path: Path) -> None:
    """No pattern of the validator grows out of hand on a hostile line."""
    hostile = "1" * 9_000 + "a" + " 12 345" * 2_000 + "a" + "." * 9_000 + "a@" * 3_000
    problems = check_content(write(tmp_path, SOUND.replace("field: Cư trú", f"field: {hostile}")))
    assert {problem.line for problem in problems} == {7}


def test_every_field_has_a_name_and_an_example_for_editors() -> None:
    """No message can lack the Vietnamese name or the example of a field."""
    for name in {*FIELDS, *REQUIRED, *ENTRY_ASPECTS, *VARIANT_FIELDS, "url", "date", "article", "effective_to"}:
        assert field_words(name)["name"] != name
        assert name in field_words(name)["example"] or name == "legal_basis"
