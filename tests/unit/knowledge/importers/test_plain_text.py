"""HTML and Markdown of others become plain lines, and nothing but their marks is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.plain_text import ActiveHtmlError, plain_lines


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<b>Hồ sơ:</b><br>1. Tờ khai<br/>2. Thẻ", "Hồ sơ:\n1. Tờ khai\n2. Thẻ"),
        ("Gồm:<ul><li>Một</li><li>Hai</li></ul>Hết", "Gồm:\n- Một\n- Hai\nHết"),
        ('Xem <a href="https://xa.gov.vn/a">trang xã</a>.', "Xem trang xã (https://xa.gov.vn/a)."),
        ("*   **Nơi nộp:** công an xã,,.\n    *   **Phí:** 5.000 đồng,.", "- Nơi nộp: công an xã.\n- Phí: 5.000 đồng."),
        (
            "### Cách làm\n> đọc kỹ\n`mã` và [trang](https://xa.gov.vn)",
            "Cách làm\nđọc kỹ\nmã và trang (https://xa.gov.vn)",
        ),
        ("Trẻ < 6 tuổi, phí > 0 & nhập <họ tên>", "Trẻ < 6 tuổi, phí > 0 & nhập <họ tên>"),
        ("A &amp; B&nbsp;C", "A & B C"),
        ("Người thân (ông, bà...,.) 👉 miễn", "Người thân (ông, bà...) miễn"),
        ("Điền **ô có dấu (*)** và (*) khác", "Điền ô có dấu (*) và (*) khác"),
        ("8 * 5 = 40 và 2*3", "8 * 5 = 40 và 2*3"),
        ("Phí 1.000,50 và mã 1.004194, hết.", "Phí 1.000,50 và mã 1.004194, hết."),
    ],
)
def test_marks_go_and_words_stay(written: str, said: str) -> None:
    """Tags, stars and stray marks are taken out; words, figures and words in angle brackets stay."""
    assert plain_lines(written) == said


@pytest.mark.parametrize(
    "written",
    [
        "<script>x</script>",
        "<ScRiPt src=//a>",
        "<img src=x onerror=y>",
        "<b onmouseover='y'>a</b>",
        '<a href="  JaVa\tscript:y">a</a>',
        "<iframe>",
        "&lt;script&gt;x&lt;/script&gt;",
        "<svg/onload=y>",
        "<a href='data:text/html,x'>a</a>",
    ],
)
def test_what_a_page_would_run_is_refused(written: str) -> None:
    """Code in any spelling, also hidden once behind entities, is refused instead of cleaned."""
    with pytest.raises(ActiveHtmlError):
        plain_lines(written)


@given(st.text(alphabet=" ab.,*_#>-<&;/`[]()\n0đ", max_size=60))
def test_plain_text_stays_as_it_is(text: str) -> None:
    """Plain lines read again are the same lines: an export imports unchanged."""
    try:
        once = plain_lines(text)
    except ActiveHtmlError:
        return
    assert plain_lines(once) == once
