"""A fee is said only where it is certain: a wrong fee is worse than none."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.importers.fees import fee_line
from knowledge.importers.ways import fee_texts, time_texts
from knowledge.model import AspectText, SubmissionWay

REDUCED = (
    "áp dụng mức phí 1.500.000 đồng/hồ sơ kể từ ngày 01/7/2025 đến hết ngày 31/12/2026 theo Thông tư số 9/2099/TT-BTC"
)
EXEMPT = "Miễn phí từ ngày 07/4/2026 đến 30/6/2026 theo quy định tại Thông tư 9/2099/TT-BTC"


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("Miễn phí", "Miễn phí."),
        ("10,000 Việt Nam Đồng", "10.000đ."),
        ("1.200.000 VNĐ", "1.200.000đ."),
        ("1,500,000 Việt Nam Đồng (đồng/lần)", "1.500.000đ/lần."),
        ("200,000 Việt Nam Đồng (/hồ sơ)", "200.000đ/hồ sơ."),
        ("0 Đồng", "0đ."),
        ("10 USD", "10 USD."),
    ],
)
def test_certain_fee_is_said(official: str, said: str) -> None:
    """A plain sum or a plain "free" is said short, as it stands."""
    assert fee_line(official) == said


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("Miễn phí (Lệ phí: 135.000 đồng/lần)", "135.000đ/lần."),
        ("Miễn phí (do Hội đồng nhân dân cấp tỉnh quy định)", "Do Hội đồng nhân dân cấp tỉnh quy định."),
        ("50 VNĐ (thu 25.000 đồng mỗi hồ sơ)", "Thu 25.000đ mỗi hồ sơ."),
        ("25 VNĐ (25.000.000đ mỗi giấy phép)", "25.000.000đ mỗi giấy phép."),
        ("250,000 VNĐ (250,000 đồng/bản)", "250.000đ/bản."),
        ("Miễn phí (Thông tư số 9/2099/TT-BTC)", "Thu theo Thông tư số 9/2099/TT-BTC."),
        ("Miễn phí ((Mức lệ phí cụ thể do tỉnh quy định.))", "Mức lệ phí cụ thể do tỉnh quy định."),
        ("100,000 VNĐ (Không thu lệ phí đối với hộ nghèo)", "Không thu lệ phí đối với hộ nghèo."),
        (
            "400,000 VNĐ (Lệ phí : 400.000 Đồng (Mức thu lệ phí: 400.000đ/trường hợp. Miễn cho hộ nghèo.))",
            "400.000đ/trường hợp. Miễn cho hộ nghèo.",
        ),
    ],
)
def test_words_in_brackets_outrank_the_number(official: str, said: str) -> None:
    """Where the brackets state the rule, the rule is said once and neither "free" nor the short number is."""
    assert fee_line(official) == said


@pytest.mark.parametrize(
    "official",
    [
        "50 VNĐ",
        "Miễn phí (Không quy định)",
        "Miễn phí (Chưa quy định.)",
        "Miễn phí (a)",
        "Miễn phí (Thiết bị lẻ, vật tư khác)",
        "1,2,3 VNĐ",
        ",000 VNĐ (- Xe ô tô)",
        "50,000 VNĐ (0.000đ/giấy)",
        "Không có thông tin",
        "mấy đồng",
    ],
)
def test_uncertain_fee_is_not_said(official: str) -> None:
    """A sum that may be in thousands, an empty rule, lost or broken digits give no fee at all."""
    assert fee_line(official) is None


def test_sum_beside_a_temporary_rule_is_not_said() -> None:
    """A number beside a rule that holds for a while may be the sum before or during it: only the rule is said."""
    said = fee_line("7,500,000 VNĐ (Từ ngày 01/7/2025 đến hết ngày 31/12/2026 theo Thông tư số 9/2099/TT-BTC)") or ""
    assert "7.500.000" not in said
    assert said.startswith("Từ ngày 01/7/2025")


def test_reduction_ends_by_itself() -> None:
    """A reduced fee is said until its last day; on the next day the answer says that it ended and where to ask."""
    texts = fee_texts([SubmissionWay("Trực tiếp", fee=f"3,000,000 VNĐ (({REDUCED}).)")])
    assert "1.500.000đ/hồ sơ" in said_on(texts, date(2026, 12, 31))
    after = said_on(texts, date(2027, 1, 1))
    assert "31/12/2026" in after
    assert "hỏi nơi nhận hồ sơ" in after
    assert "000đ" not in after


def test_exemption_that_is_over_is_not_said() -> None:
    """When the days without a fee are over, the ordinary fee beside them is what is said."""
    texts = fee_texts([SubmissionWay("Trực tiếp", fee=f"4,000,000 VNĐ (đồng/lần ({EXEMPT}))")])
    assert said_on(texts, date(2026, 6, 30)).startswith("4.000.000đ/lần (Miễn phí từ ngày 07/4/2026")
    assert said_on(texts, date(2026, 7, 1)) == "4.000.000đ/lần."


def test_ways_that_agree_are_said_once() -> None:
    """Equal fees of all channels are said once; different ones are a line each, official text beside them."""
    same = fee_texts([SubmissionWay("Trực tuyến", fee="Miễn phí"), SubmissionWay("Trực tiếp", fee="Miễn phí")])
    assert [item.text for item in same] == ["Miễn phí.\nNộp trực tiếp, trực tuyến đều như nhau."]
    (other,) = fee_texts([SubmissionWay("Trực tiếp", fee="15,000 VNĐ"), SubmissionWay("Trực tuyến", fee="7,000 VNĐ")])
    assert other.text == "- Nộp trực tiếp: 15.000đ.\n- Nộp trực tuyến: 7.000đ."
    assert other.official == "Trực tiếp: 15,000 VNĐ; Trực tuyến: 7,000 VNĐ"


def test_way_without_a_fee_is_not_said_to_cost_the_same() -> None:
    """Where one channel states no fee, the others are named and nothing is said of it."""
    (said,) = fee_texts([SubmissionWay("Trực tiếp", fee="15,000 VNĐ"), SubmissionWay("Trực tuyến")])
    assert said.text == "- Nộp trực tiếp: 15.000đ."


def test_time_is_said_in_official_numbers() -> None:
    """Times keep the portal's number and unit."""
    (said,) = time_texts([SubmissionWay("Trực tiếp", time="3 Ngày làm việc")])
    assert said.text == "3 ngày làm việc."


def test_times_of_two_cases_are_told_apart() -> None:
    """Where a channel has a time for each case, each is said with its case and the answer says that it depends."""
    ways = [
        SubmissionWay(way, time=time, note=note)
        for way in ("Trực tiếp", "Trực tuyến")
        for time, note in (
            ("6 Ngày làm việc", "Đối với hồ sơ thường: chậm nhất."),
            ("40 Ngày", "(2) Trường hợp khó: nộp"),
        )
    ]
    (said,) = time_texts(ways)
    assert said.text.splitlines() == [
        "Trang nguồn ghi nhiều mức, tùy trường hợp:",
        "- 6 ngày làm việc (đối với hồ sơ thường).",
        "- 40 ngày (trường hợp khó).",
        "Nộp trực tiếp, trực tuyến đều như nhau.",
    ]


def test_remark_states_the_time_where_no_value_can_be_told() -> None:
    """Of the portal's remark only the sentences with a duration are said, never where to hand in."""
    (said,) = time_texts([SubmissionWay("Trực tiếp", note="Thời hạn giải quyết: 02 ngày làm việc. Tại phòng số 9.")])
    assert said.text == "02 ngày làm việc."
    assert time_texts([SubmissionWay("Trực tiếp", note="Nộp tại phòng số 9.")]) == ()


def said_on(texts: tuple[AspectText, ...], day: date) -> str:
    """Return the one text that holds on a day."""
    (text,) = [item.text for item in texts if item.holds_on(day)]
    return text
