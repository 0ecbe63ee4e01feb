"""An answer says one aspect as it holds that day, with its source, and never makes up what nobody published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.answer import compose, is_served
from knowledge.model import AspectText, Entry, LegalBasis, Source

DAY = date(2026, 11, 22)
ENTRY = Entry(
    id="viec-thu",
    kind="procedure",
    title="Thủ tục việc thử",
    short_title="Việc thử",
    origin="curated",
    checked_on="2026-11-20",
    codes=("9.000001",),
    answer=(AspectText("Dòng một.\nDòng hai.\nDòng ba."),),
    aspects={
        "fee": (
            AspectText("35.000đ.", valid_until="2026-12-31"),
            AspectText("70.000đ.", valid_from="2027-01-01"),
        ),
        "place": (AspectText("Công an cấp xã."),),
    },
    legal_basis=(LegalBasis("Luật Thử", "Điều 5"), LegalBasis("Luật Cũ", effective_to="2025-01-01")),
    sources=(Source("Cổng thử", "https://dichvucong.gov.vn/x", "2026-07-20"),),
)
RECORD = Entry(
    id="tthc-9.000001",
    kind="procedure",
    title="Thủ tục việc thử",
    short_title="Việc thử",
    origin="imported",
    checked_on="2026-06-10",
    codes=("9.000001",),
    aspects={
        "fee": (AspectText("10.000 đồng"),),
        "time": (AspectText("3 ngày làm việc"),),
        "steps": (AspectText("Nộp tại Ủy ban nhân dân huyện."),),
    },
    sources=(Source("Cổng Dịch vụ công quốc gia – 9.000001", None, "2026-06-10"),),
)


def test_overview_is_the_three_lines_with_source_and_date() -> None:
    """The overview is the three lines, and it carries its source and the day it was checked."""
    answer = compose(ENTRY, [], "overview", DAY)
    assert answer.text == "Việc thử:\nDòng một.\nDòng hai.\nDòng ba."
    assert [(line.title, line.checked_on) for line in answer.sources] == [("Cổng thử", "2026-11-20")]
    assert answer.other_aspects == ("fee", "place", "legal_basis")


def test_fee_changes_by_itself_on_the_day() -> None:
    """A rule that ends on a date gives way to the next one on the day after, without an editor."""
    assert "35.000đ" in compose(ENTRY, [], "fee", date(2026, 12, 31)).text
    assert "70.000đ" in compose(ENTRY, [], "fee", date(2027, 1, 1)).text
    assert "35.000đ" not in compose(ENTRY, [], "fee", date(2027, 1, 1)).text


def test_record_fills_what_the_curated_entry_leaves_open() -> None:
    """What only the imported record states is said, and said to be from the portal, with its own date."""
    answer = compose(ENTRY, [RECORD], "time", DAY)
    assert answer.said
    assert "Theo trang thủ tục trên Cổng Dịch vụ công quốc gia" in answer.text
    assert answer.sources[0].checked_on == "2026-06-10"


def test_curated_text_outranks_the_record() -> None:
    """Where both state a fee, the curated text is said and the record's is not."""
    text = compose(ENTRY, [RECORD], "fee", DAY).text
    assert "35.000đ" in text
    assert "10.000" not in text


def test_unknown_aspect_is_said_to_be_unknown_and_names_the_desk() -> None:
    """What no source states is never given a value; the resident is told where to ask."""
    answer = compose(ENTRY, [], "documents", DAY)
    assert not answer.said
    assert "chưa có thông tin" in answer.text
    assert "Công an cấp xã" in answer.text


def test_legal_basis_that_has_ended_is_not_said() -> None:
    """Old law is history, not an answer."""
    text = compose(ENTRY, [], "legal_basis", DAY).text
    assert "Điều 5, Luật Thử" in text
    assert "Luật Cũ" not in text


def test_uncertain_answer_says_what_to_confirm() -> None:
    """Nothing below high confidence is stated without what to confirm and where."""
    unsure = replace(ENTRY, confidence="medium", confirm="Gọi 1900 0368.")
    assert "Nên hỏi lại: Gọi 1900 0368." in compose(unsure, [], "overview", DAY).text


def test_text_past_its_review_says_so() -> None:
    """An entry past its review date is shown with a warning that names the date."""
    stale = replace(ENTRY, review_by="2026-11-01")
    assert "đến hạn rà soát từ 1/11/2026" in compose(stale, [], "overview", DAY).text


def test_entry_past_its_date_is_not_served() -> None:
    """Content past its date is not served as fact."""
    assert is_served(replace(ENTRY, valid_until="2026-11-22"), DAY)
    assert not is_served(replace(ENTRY, valid_until="2026-11-21"), DAY)


def test_district_in_a_record_is_called_gone() -> None:
    """Where the portal still names the district, the answer says that it ended."""
    assert "đã bỏ từ 1/7/2025" in compose(RECORD, [], "steps", DAY).text


def test_record_alone_gets_a_summary_of_what_it_states() -> None:
    """A procedure without curated lines begins with place, time and fee as the record states them."""
    text = compose(RECORD, [], "overview", DAY).text
    assert "Thời hạn: 3 ngày làm việc" in text
    assert "Phí, lệ phí: 10.000 đồng" in text
    assert "Nơi nhận" not in text


def test_long_text_is_cut_at_a_line_and_says_so() -> None:
    """A text too long for a phone is cut between lines and points to the source."""
    long = replace(ENTRY, aspects={"steps": (AspectText("\n".join(["Một bước khá dài."] * 200)),)})
    text = compose(long, [], "steps", DAY).text
    assert len(text) < 1_700
    assert text.endswith("… (còn nữa, xem trang nguồn bên dưới)")


def test_explanation_without_the_aspect_says_so_and_gives_its_three_lines() -> None:
    """A topic that has no fee of its own says that first, then what it knows; it does not count as said."""
    answer = compose(replace(ENTRY, kind="topic", aspects={}), [], "fee", DAY)
    assert answer.text.startswith("Về phí, lệ phí, mình chưa có thông tin riêng.")
    assert "Dòng một." in answer.text
    assert not answer.said


def test_legal_basis_whose_every_text_has_ended_is_said_as_past() -> None:
    """When all texts of an entry have ended, they are named as ended instead of nothing."""
    ended = replace(ENTRY, legal_basis=(LegalBasis("Nghị quyết Thử", effective_to="2026-10-31"),))
    assert "Nghị quyết Thử (đã hết hiệu lực sau ngày 31/10/2026)" in compose(ended, [], "legal_basis", DAY).text


def test_summary_of_a_record_puts_a_list_in_one_line() -> None:
    """In the first lines about a record a list of channels stands in one line, and a long text ends at a word."""
    fee = AspectText("- Nộp trực tiếp: 15.000đ.\n- Nộp trực tuyến: 7.000đ.")
    record = replace(RECORD, aspects={"fee": (fee,), "time": (AspectText("3 ngày. " + "Chờ thêm nữa. " * 30),)})
    lines = compose(record, [], "overview", DAY).text.splitlines()
    assert "Phí, lệ phí: Nộp trực tiếp: 15.000đ; Nộp trực tuyến: 7.000đ" in lines
    assert lines[1].endswith("…")
    assert len(lines[1]) < 180
