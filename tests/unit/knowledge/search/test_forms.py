"""Form codes in the texts of entries."""

from __future__ import annotations

import pytest

from knowledge.model import AspectText
from knowledge.search.forms import forms_in
from tests.unit.knowledge.search.library import build, record


def with_papers(code: str, text: str) -> object:
    """Return a record whose papers say the text."""
    return record(code, f"Việc số {code[-2:]} của kho hàng", aspects={"documents": (AspectText(text),)})


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tờ khai (mẫu CT01) và Phiếu TK02", ("CT01", "TK02")),
        ("Tờ khai TK1-TS; đơn 14-HSB", ("TK1-TS", "14-HSB")),
        ("in trên giấy A4, bằng lái hạng B2, theo Luật 23/2008/QH12", ()),
        ("mẫu CT01, mẫu CT01", ("CT01",)),
    ],
)
def test_codes_of_forms_are_told_from_sizes_classes_and_laws(text: str, codes: tuple[str, ...]) -> None:
    """A form has two letters and a number, or a hyphen; A4, B2 and 23/2008/QH12 are something else."""
    assert forms_in([with_papers("9.000070", text)]) == codes  # type: ignore[list-item]


def test_form_leads_to_the_entry_whose_text_names_it() -> None:
    """Who asks for a form by its code gets the procedure that uses it, though no title or alias has the code."""
    index = build(with_papers("9.000070", "Tờ khai mẫu XK07"))  # type: ignore[arg-type]
    for text in ("mẫu XK07 là gì", "lấy mẫu xk07 ở đâu", "xk07"):
        found = index.search(text)
        assert found.band == "answer", found.why
        assert found.hits[0].entry_id == "tthc-9.000070"


def test_form_of_several_procedures_is_offered() -> None:
    """A form that several procedures use names none of them: choices."""
    both = [with_papers(code, "Tờ khai mẫu XK07") for code in ("9.000070", "9.000071", "9.000072")]
    found = build(*both).search("mẫu XK07")  # type: ignore[arg-type]
    assert found.band == "offer", found.why
    assert len(found.hits) == 3
