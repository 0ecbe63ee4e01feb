"""Splits the portal's flattened tables back into rows: ways to hand in, papers by case, legal texts.

The portal's page text was stored without cell borders: "Trực tuyến3 Ngày làm việc7,000 Việt Nam Đồng(…)". What
cannot be split without a doubt stays whole, as official text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.importers.cleaning import clean, one_line, says_nothing
from knowledge.importers.wording import shortened
from knowledge.model import LegalBasis, Paper, SubmissionWay

_WAYS_HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_UNIT = r"(?:Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng|Năm|Phút|Tuần)"
_FEE = r"(?:Miễn phí|Không có thông tin|[\d.,]+\s?(?:Việt Nam Đồng|VNĐ|USD))"
_WAY = re.compile(
    rf"(?P<way>Trực tiếp|Trực tuyến|Dịch vụ bưu chính)"
    rf"(?P<time>\s?\d+(?:[.,]\d+)?\s?{_UNIT}|\s?\d*\s?|\s?Không (?:phải trả|quy định)[^.]{{0,60}}?|\s?Không\s?)"
    rf"(?P<fee>{_FEE})"
)
_NEXT_FEE = re.compile(_FEE)
_PAPERS_HEAD = re.compile(r"Tên giấy tờ\s*Mẫu đơn, tờ khai\s*Số lượng")
_QUANTITY = re.compile(r"(\d+) bản chính(?:,\s?(\d+) bản sao)?|(\d+) bản sao")
_FORM = re.compile(
    r"(?:(?<=[a-zà-ỹđ)”;:.,])|(?<=\s))(?P<form>[A-Z0-9][\w.,()&-]*\.(?:docx?|pdf|xlsx?|rar|zip|tif|jpg))\s*$", re.ASCII
)
"""A form's file name is stuck to the paper's name: it has no marks and starts with a capital or a digit."""

_FILE_END = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip|tif|jpg)\s*$")
_STUCK_FILE = re.compile(
    r"(?<=[^\s(/_-])(?=(?:Mẫu|Mau|MẪU|MAU|Phụ lục|PHỤ LỤC|Phu luc|Giấy|Giay|Đơn|Don|Tờ khai|To khai|Bản|Phiếu|Phieu"
    r"|Báo cáo|Bao cao|Văn bản|Van ban)[\s\w.])"
)
_STUCK_WORD = re.compile(r"(?<=[a-zà-ỹđ)”;:.,])(?=[A-ZĐÀ-Ỹ0-9][^\s]*\s?[^\s]*\.\w+\s*$)")
"""A file name with marks and spaces: a word that begins without a space before it."""
LONGEST_FILE_NAME = 160

_BODY = (
    r"(?:CP|TTg|CTN|QH\d{2}|UBTVQH\d{2}|HĐTP|HĐND|UBND|BCA|BTC|BTP|BXD|BGTVT|BNNMT|BNNPTNT|BNN(?!MT|PTNT)|BTNMT|BKHCN|BKHĐT|BNV"
    r"|BQP|BYT|BCT|NHNN|BVHTTDL|BTTTT|BLĐTBXH|BGDĐT|TANDTC|VKSNDTC|VPCP|BNG|TTCP|BTTDL|BDTTG|UBDT|BTM|BCN|BTS)"
)
"""Who issues legal texts: without the list "NĐ-CPThông tư" and "BCAngày" cannot be told apart."""

_SERIES = rf"(?:QH\d{{2}}|UBTVQH\d{{2}}|(?:[A-ZĐ]{{2,4}}-)?{_BODY}(?:-{_BODY})*|(?:[A-ZĐ]+-)*[A-ZĐ]+(?![\w-]))"
_CODE_CELL = re.compile(
    rf"(?:(?:Luật|Nghị định|Thông tư|Quyết định)(?: số)? ?)?\d{{1,4}}(?:\.\d{{1,2}})?/\d{{4}}/{_SERIES}"
    r"(?=[\w\x1f]|\s*$|\s*\n)"
)
_STUCK = re.compile(r"(QH\d{2}|(?<!\d)(?:19|20)\d{2})(?=\d{1,4}/\d{4}/)")
"""A year or a number of the National Assembly before the number of the text: "Luật Doanh nghiệp 202076/2025/QH15"."""


LONGEST_LEGAL_TITLE = 300


def submission_ways(cell: str) -> tuple[SubmissionWay, ...]:
    """Return the rows of "Cách thức thực hiện" in official words; a value that cannot be told apart is None."""
    text = clean(cell).replace(_WAYS_HEAD, "", 1).strip()
    starts = list(_WAY.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return tuple(_way(match, text[match.end() : end]) for match, end in zip(starts, ends, strict=False))


def _way(match: re.Match[str], rest: str) -> SubmissionWay:
    time = match["time"].strip()
    fee, note = _fee_and_note(match["fee"], rest)
    if time.isdigit():  # no unit: "7Miễn phí" may be days, working days or hours
        if match["fee"][0].isdigit():  # and "710 VNĐ" cannot even be split
            fee = None
        time = ""
    elif not time and match["fee"][0].isdigit():
        fee = None  # "Trực tiếp710 VNĐ": seven days and 10, or 710
    return SubmissionWay(match["way"], time if time and not says_nothing(time) else None, fee, note or None)


def _fee_and_note(first: str, rest: str) -> tuple[str | None, str]:
    parts = []
    value: str | None = first
    while value is not None:
        bracket, rest = _bracket(rest)
        parts.append(f"{value} ({bracket})" if bracket else value)
        following = _NEXT_FEE.match(rest)
        value = following[0] if following else None
        rest = rest[following.end() :] if following else rest
    fee = "; ".join(part for part in parts if not says_nothing(part))
    return fee or None, one_line(rest)


def _bracket(text: str) -> tuple[str, str]:
    """Split "(a (b) c)rest" into "a (b) c" and "rest"; no bracket at the start gives an empty first part."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for index, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return one_line(text[1:index]), text[index + 1 :]
    return one_line(text[1:]), ""  # never closed: all of it belongs to the fee


def papers(cell: str) -> tuple[Paper, ...]:
    """Return the papers of "Thành phần hồ sơ", each with its case, form and numbers of copies where stated."""
    chunks = _PAPERS_HEAD.split(clean(cell))
    found: list[Paper] = []
    case = _case(chunks[0])
    for chunk in chunks[1:]:
        *rows, tail = list(_rows(chunk))
        found += [_paper(*row, case) for row in rows]
        case = _case(tail[0])
    return tuple(item for item in found if not says_nothing(item.name) and not item.name.startswith("*Lưu ý"))


def _rows(chunk: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    start = 0
    for match in _QUANTITY.finditer(chunk):
        before = chunk[start : match.start()]
        if before and (before[-1].isalnum() or before[-1] in ".;:)”\"!?%-– ,/»…]'’"):
            yield before, match
            start = match.end()
    yield chunk[start:], None


def _paper(text: str, quantity: re.Match[str] | None, case: str | None) -> Paper:
    name = one_line(text).lstrip("-+*• ").strip()
    name, form = _without_file(name)
    originals, copies = (quantity[1], quantity[2] or quantity[3]) if quantity else (None, None)
    return Paper(
        name=name.rstrip(" ;,.-"),
        originals=int(originals) if originals else None,
        copies=int(copies) if copies else None,
        form=form,
        applies_if=case,
    )


def _without_file(name: str) -> tuple[str, str | None]:
    """Split the file names of the forms off the paper's name they are stuck to; the first one is returned."""
    form: str | None = None
    while _FILE_END.search(name):
        begin = _file_begin(name)
        if begin is None:
            break
        name, form = name[:begin].strip(), name[begin:].strip()
    return name, form


def _file_begin(name: str) -> int | None:
    first = max(1, len(name) - LONGEST_FILE_NAME)
    for pattern in (_STUCK_FILE, _FORM, _STUCK_WORD):
        begins = [match.start() for match in pattern.finditer(name, first)]
        if begins:
            return begins[-1]
    return None


def _case(text: str) -> str | None:
    line = one_line(text).strip("*-–—: .;")
    return line or None


def _law_title(name: str, number: str, key: str) -> str:
    if not name or key in name:
        return name or number
    if name in ("Luật", "Nghị định", "Thông tư", "Quyết định", "Nghị quyết"):
        return number if number.startswith(name) else f"{name} {number}"
    return f"{name} ({number})"


def legal_texts(cell: str) -> tuple[LegalBasis, ...]:
    """Return the documents of "Căn cứ pháp lý": name with number, each once, in the page's order."""
    text = _STUCK.sub("\\1\x1f", clean(cell).replace("Tên văn bản pháp lýMã văn bản", "", 1))
    titles: list[str] = []
    start = 0
    for match in _CODE_CELL.finditer(text):
        name, number = one_line(text[start : match.start()]).strip(" .;,-\x1f"), match[0].strip()
        start = match.end()
        key = number.split()[-1]
        if name.startswith("ngày ") and titles:  # the rest of a name that holds its number itself
            titles[-1] = f"{titles[-1]} {name}"
        elif name or not any(key in title for title in titles):
            title = _law_title(name, number, key)
            titles.append(shortened(title[:1].upper() + title[1:], LONGEST_LEGAL_TITLE))
    if not titles and text and not says_nothing(text):
        titles.append(shortened(one_line(text), LONGEST_LEGAL_TITLE))
    return tuple(LegalBasis(title) for title in dict.fromkeys(titles))
