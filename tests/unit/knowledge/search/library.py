"""A small invented library for the search tests, and how to ask it."""

from __future__ import annotations

from typing import Any

from bot.text import Lexicon
from knowledge.model import Entry
from knowledge.search.index import SearchIndex
from knowledge.search.phrases import load_phrasebook
from knowledge.search.query import Query, QueryReader
from knowledge.search.weights import fitted_weights


def record(code: str, title: str, field: str = "Hộ tịch", level: str = "xã", **more: Any) -> Entry:
    """Return an imported record."""
    made = {"short_title": title[:60], "origin": "imported", "checked_on": "2026-07-20", **more}
    return Entry(id=f"tthc-{code}", kind="procedure", title=title, codes=(code,), field=field, level=level, **made)


def curated(entry_id: str, title: str, *aliases: str, codes: tuple[str, ...] = (), **more: Any) -> Entry:
    """Return an entry written by an editor."""
    made = {"short_title": title, "checked_on": "2026-11-22", "popularity": 3, **more}
    return Entry(id=entry_id, kind="procedure", title=title, origin="curated", aliases=aliases, codes=codes, **made)


RECORDS = (
    record("9.000001", "Thủ tục đăng ký khai sinh"),
    record("9.000002", "Thủ tục đăng ký khai sinh có yếu tố nước ngoài"),
    record("9.000003", "Thủ tục đăng ký lại khai sinh"),
    record("9.000004", "Thủ tục đăng ký khai tử"),
    record("9.000005", "Thủ tục đăng ký lại khai tử"),
    record("9.000006", "Thủ tục đăng ký kết hôn"),
    record("9.000007", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới"),
    record("9.000008", "Thủ tục đăng ký lại kết hôn"),
    record("9.000009", "Đăng ký tạm trú", "Đăng ký, quản lý cư trú"),
    record("9.000010", "Gia hạn tạm trú", "Đăng ký, quản lý cư trú"),
    record("9.000011", "Xóa đăng ký tạm trú", "Đăng ký, quản lý cư trú"),
    record("9.000012", "Đăng ký thường trú", "Đăng ký, quản lý cư trú"),
    record("9.000013", "Tách hộ", "Đăng ký, quản lý cư trú"),
    record("9.000014", "Thông báo lưu trú", "Đăng ký, quản lý cư trú"),
    record("9.000015", "Trình báo mất hộ chiếu phổ thông (thực hiện tại cấp tỉnh)", "Quản lý xuất nhập cảnh", "tỉnh"),
    record("9.000016", "Trình báo mất hộ chiếu phổ thông (thực hiện tại cấp xã)", "Quản lý xuất nhập cảnh"),
    record(
        "9.000017", "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)", "Quản lý xuất nhập cảnh", "tỉnh"
    ),
    record("9.000018", "Chứng thực di chúc", "Chứng thực"),
    record("9.000019", "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức cấp", "Chứng thực"),
    record("9.000020", "Đăng ký thành lập hộ kinh doanh", "Hộ kinh doanh"),
    record("9.000021", "Chấm dứt hoạt động hộ kinh doanh", "Hộ kinh doanh"),
    record("9.000022", "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ", "Xây dựng"),
    record("9.000023", "Cấp lại giấy phép xây dựng đối với công trình cấp III, cấp IV", "Xây dựng"),
    record("9.000024", "Gia hạn giấy phép xây dựng đối với công trình cấp III, cấp IV", "Xây dựng"),
    record("9.000025", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
    record("9.000026", "Cấp Giấy xác nhận nguyên liệu thủy sản khai thác", "Thủy sản", "tỉnh"),
    record("9.000027", "Cấp Giấy xác nhận có quốc tịch Việt Nam", "Quốc tịch", "tỉnh"),
    record("9.000028", "Đánh giá tàu biển chở hàng lỏng qua cảng biển nước sâu trong thời tiết xấu", "Hàng hải", "bộ"),
)

LEXICON = Lexicon({"abbreviations": [{"write": "đăng ký", "forms": ["đk", "dk"]}], "synonyms": []})


def build(*more: Entry) -> SearchIndex:
    """Index the records and some more entries."""
    return SearchIndex.build([*RECORDS, *more], lexicon=LEXICON)


def read(text: str, index: SearchIndex | None = None) -> Query:
    """Read a question against the records' vocabulary."""
    asked = index or build()
    return QueryReader(load_phrasebook(), fitted_weights(), LEXICON).read(text, asked.vocabulary)


def content(text: str) -> list[str]:
    """Return the content words of a question, folded, context words left out."""
    query = read(text)
    return [term.word.folded for term in query.readings[0].terms if term.weight > 0.5] if query.readings else []
