"""A fee is said only where it is certain: a wrong fee is worse than none."""

from __future__ import annotations

import pytest

from knowledge.importers.fees import fee_line, fee_texts, time_texts
from knowledge.model import SubmissionWay


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("Miễn phí", "Miễn phí"),
        ("10,000 Việt Nam Đồng", "10.000 đồng"),
        ("1.200.000 VNĐ", "1.200.000 đồng"),
        ("1,500,000 Việt Nam Đồng (đồng/lần)", "1.500.000 đồng/lần"),
        ("0 Đồng", "0 đồng"),
        ("10 USD", "10 USD"),
    ],
)
def test_certain_fee_is_said(official: str, said: str) -> None:
    """A plain sum or a plain "free" is said as it stands."""
    assert fee_line(official) == said


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("Miễn phí (Lệ phí: 135.000 đồng/lần)", "Lệ phí: 135.000 đồng/lần"),
        ("Miễn phí (do Hội đồng nhân dân cấp tỉnh quy định)", "do Hội đồng nhân dân cấp tỉnh quy định"),
        ("50 VNĐ (thu 25.000 đồng mỗi hồ sơ)", "thu 25.000 đồng mỗi hồ sơ"),
        ("25 VNĐ (25.000.000đ mỗi giấy phép)", "25.000.000đ mỗi giấy phép"),
    ],
)
def test_words_in_brackets_outrank_the_number(official: str, said: str) -> None:
    """Where the brackets state the rule, the rule is said and neither "free" nor the short number is."""
    assert fee_line(official) == said


@pytest.mark.parametrize(
    "official", ["50 VNĐ", "Miễn phí (Không quy định)", "1,2,3 VNĐ", "Không có thông tin", "mấy đồng"]
)
def test_uncertain_fee_is_not_said(official: str) -> None:
    """A sum that may be in thousands, an empty rule or broken digits give no fee at all."""
    assert fee_line(official) is None


def test_ways_that_agree_are_said_once() -> None:
    """Equal fees of all channels are one line; different ones are a line each, official text beside them."""
    same = fee_texts([SubmissionWay("Trực tiếp", fee="Miễn phí"), SubmissionWay("Trực tuyến", fee="Miễn phí")])
    assert [item.text for item in same] == ["Miễn phí"]
    (other,) = fee_texts([SubmissionWay("Trực tiếp", fee="15,000 VNĐ"), SubmissionWay("Trực tuyến", fee="7,000 VNĐ")])
    assert other.text == "- Trực tiếp: 15.000 đồng\n- Trực tuyến: 7.000 đồng"
    assert other.official == "Trực tiếp: 15,000 VNĐ; Trực tuyến: 7,000 VNĐ"


def test_time_is_said_in_official_words() -> None:
    """Times keep the portal's number and unit."""
    (said,) = time_texts([SubmissionWay("Trực tiếp", time="3 Ngày làm việc")])
    assert said.text == "3 ngày làm việc"
