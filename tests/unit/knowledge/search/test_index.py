"""What the search finds, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.text import fold
from knowledge.search.index import SearchIndex
from knowledge.search.phrases import load_phrasebook
from tests.unit.knowledge.search.library import LEXICON, RECORDS, build, curated, record

INDEX = build()


def first(text: str, index: SearchIndex = INDEX) -> str:
    """Return the code part of the best hit."""
    return index.search(text).hits[0].entry_id.removeprefix("tthc-")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("đăng ký khai sinh cho con cần giấy tờ gì", "9.000001"),
        ("chồng em người Hàn Quốc, làm khai sinh cho con", "9.000002"),
        ("báo tử cho ông nội ở đâu", "9.000004"),
        ("tạm trú sắp hết hạn", "9.000010"),
        ("muốn nhập hộ khẩu về nhà chồng", "9.000012"),
        ("con lấy vợ, giờ muốn tách hộ khẩu ra riêng", "9.000013"),
        ("có khách ngủ lại qua đêm có phải báo không", "9.000014"),
        ("làm rơi mất hộ chiếu", "9.000016"),
        ("photo công chứng bằng cấp", "9.000019"),
        ("mở quán trà sữa cần xin gì", "9.000020"),
        ("dẹp tiệm trả giấy phép kinh doanh", "9.000021"),
        ("xin giấy độc thân", "9.000025"),
        ("em ở sát biên giới lấy chồng bên Lào, đăng ký kết hôn", "9.000007"),
    ],
)
def test_residents_words_find_the_procedure_with_and_without_marks(text: str, code: str) -> None:
    """The right procedure comes first and at once, however the words are typed."""
    for typed in (text, fold(text)):
        found = INDEX.search(typed)
        assert found.hits[0].entry_id == f"tthc-{code}", found.why
        assert found.band == "answer", found.why


def test_ordinary_case_comes_before_its_variants() -> None:
    """Who says nothing of foreigners, mobile desks or doing it again means the ordinary procedure."""
    assert first("khai sinh") == "9.000001"
    assert first("đăng ký kết hôn") == "9.000006"


def test_of_equal_titles_the_commune_answers() -> None:
    """Titles that differ only in level are one hit, at the level nearest to the resident."""
    hits = [hit.entry_id for hit in INDEX.search("trình báo mất hộ chiếu").hits]
    assert hits[0] == "tthc-9.000016"
    assert "tthc-9.000015" not in hits


@pytest.mark.parametrize("text", ["tôi muốn đăng ký lại", "xin giấy phép xây dựng", "xin giấy xác nhận"])
def test_general_question_offers_choices(text: str) -> None:
    """A question that several procedures fit is answered with at least two choices."""
    found = INDEX.search(text)
    assert found.band == "offer", found.why
    assert len(found.hits) > 1


def test_rare_choices_are_not_offered() -> None:
    """Choices lie near the first; what shares one word with the question is no choice."""
    hits = INDEX.search("tôi muốn đăng ký lại").hits
    assert all(hit.score >= 0.5 * hits[0].score for hit in hits)


@pytest.mark.parametrize(
    "text",
    [
        "hôm nay thời tiết thế nào",
        "giá vàng bao nhiêu",
        "kể chuyện cười đi",
        "1+1 bằng mấy",
        "con mèo của tôi bị ốm",
        "nấu phở bò",
        "asdf qwer zxcv",
    ],
)
def test_chatter_is_unknown(text: str) -> None:
    """What is no public service is not answered and not offered choices, with marks and without."""
    for typed in (text, fold(text)):
        found = INDEX.search(typed)
        assert found.band == "unknown", found.why


def test_matter_that_no_entry_has_is_not_answered() -> None:
    """A karaoke bar needs more than a household business: the closest entry is offered, not answered."""
    assert INDEX.search("mở quán karaoke").band == "offer"


def test_word_with_several_meanings_is_offered() -> None:
    """ "visa" may mean another country's visa: never answered at once."""
    index = build(record("9.000040", "Cấp thị thực cho người nước ngoài tại Việt Nam", "Quản lý xuất nhập cảnh"))
    assert index.search("xin visa").band != "answer"


def test_code_finds_its_procedure() -> None:
    """A national code is a name as well."""
    found = INDEX.search("thủ tục 9.000013 là gì")
    assert found.hits[0].entry_id == "tthc-9.000013"
    assert found.band == "answer"


def test_marks_decide_between_words_that_fold_alike() -> None:
    """Typed marks are evidence: "chung cư" does not find "chứng cứ"."""
    index = build(record("9.000041", "Nộp chứng cứ"), record("9.000042", "Nộp chung cư"))
    assert first("nộp chung cư", index) == "9.000042"
    assert first("nộp chứng cứ", index) == "9.000041"


def test_alias_finds_its_entry_and_is_named() -> None:
    """An alias that the question holds in full is a sure hit, and the hit says which alias it was."""
    index = build(curated("vneid-quen-mat-khau", "Lấy lại mật khẩu", "bấm hoài không vô được app"))
    found = index.search("bấm hoài không vô được app")
    assert found.band == "answer", found.why
    assert found.hits[0].alias == "bấm hoài không vô được app"


def test_half_an_alias_about_something_else_is_no_answer() -> None:
    """An alias tells a story; a question that shares only its side words is not about the entry."""
    index = build(curated("doi-bang", "Đổi giấy phép lái xe", "đổi giấy phép lái xe có cần khám sức khỏe không"))
    assert index.search("khám sức khỏe đi làm ở đâu").band != "answer"


def test_absorbed_record_is_found_as_the_curated_entry() -> None:
    """The official title of an absorbed record leads to the curated entry."""
    index = build(curated("lam-giay-bao-tu", "Làm giấy báo tử", codes=("9.000004",)))
    found = index.search("đăng ký khai tử")
    assert found.hits[0].entry_id == "lam-giay-bao-tu"
    assert all(hit.entry_id != "tthc-9.000004" for hit in found.hits)


def test_variants_asked_as_often_are_offered() -> None:
    """Of variants in one group the ordinary answers; equally popular ones are a choice."""
    rare = [
        replace(RECORDS[8], group="g", popularity=1, title="Xin giấy ra vào cổng", short_title="a", id="a", codes=())
    ]
    often = replace(rare[0], title="Xin giấy ra vào cảng", id="b", popularity=5)
    equal = replace(often, popularity=1)
    assert build(*rare, often).search("xin giấy ra vào").band == "answer"
    assert build(*rare, equal).search("xin giấy ra vào").band == "offer"


def test_question_about_an_aspect_belongs_to_the_entry_in_hand() -> None:
    """A question without a procedure has no hits and says so."""
    found = INDEX.search("phí bao nhiêu")
    assert found.empty_of_procedure
    assert found.hits == ()
    assert found.band == "unknown"


def test_entry_in_hand_draws_its_relatives() -> None:
    """ "gia hạn" after talk of temporary residence means its extension."""
    assert first_in_hand("hết hạn rồi gia hạn sao", "tthc-9.000009") == "tthc-9.000010"
    assert first_in_hand("gia hạn thì sao", "tthc-9.000022") == "tthc-9.000024"


def first_in_hand(text: str, in_hand: str) -> str:
    """Return the best hit while an entry is in hand."""
    return INDEX.search(text, in_hand=in_hand).hits[0].entry_id


def test_words_of_the_entry_in_hand_add_nothing() -> None:
    """ "bao lâu có giấy phép" after a permit asks about that permit."""
    assert INDEX.search("bao lâu thì có giấy phép", in_hand="tthc-9.000022").empty_of_procedure
    assert not INDEX.search("bao lâu thì có giấy phép").empty_of_procedure


def test_reasons_tell_words_alias_scores_and_band() -> None:
    """Every result explains itself in lines an operator can read."""
    lines = "\n".join(INDEX.search("báo tử cho ông").why)
    assert "khai tử" in lines
    assert "agreement" in lines
    assert "answer" in lines


def test_scores_lie_between_zero_and_one() -> None:
    """No hit scores above one, and hits are sorted."""
    for text in ("đăng ký khai sinh", "tạm trú", "xyz", "giấy"):
        scores = [hit.score for hit in INDEX.search(text).hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_limit_is_kept() -> None:
    """No more hits than asked for."""
    assert len(INDEX.search("đăng ký", limit=2).hits) <= 2


def test_empty_library_finds_nothing() -> None:
    """A search over no entries is unknown, not an error."""
    assert SearchIndex.build([]).search("đăng ký khai sinh").band == "unknown"


def test_update_finds_new_forgets_gone_and_leaves_the_old_index_alone() -> None:
    """An update is a new index; whoever still uses the old one sees no change."""
    new = record("9.000050", "Đăng ký nuôi cá tra")
    updated = INDEX.updated([new], ["tthc-9.000013"])
    assert first("nuôi cá tra", updated) == "9.000050"
    assert all(hit.entry_id != "tthc-9.000013" for hit in updated.search("tách hộ").hits)
    assert first("tách hộ") == "9.000013"
    assert len(updated) == len(INDEX)


def test_update_in_steps_finds_what_a_fresh_build_finds() -> None:
    """After many small updates the first hits are those of an index built at once."""
    step = SearchIndex.build(RECORDS[:5], lexicon=LEXICON)
    for entry in RECORDS[5:]:
        step = step.updated([entry])
    for text in ("khai sinh", "gia hạn tạm trú", "mất hộ chiếu", "chứng thực di chúc", "mở quán"):
        assert first(text, step) == first(text)


def test_changed_title_replaces_the_old_one() -> None:
    """An entry is found under its new words only."""
    updated = INDEX.updated([record("9.000013", "Chia nhân khẩu thành hai nhóm")])
    assert first("chia nhân khẩu thành hai nhóm", updated) == "9.000013"
    assert updated.search("tách hộ").band != "answer"


def test_curated_entry_published_later_absorbs_its_record() -> None:
    """Absorption follows publications: the record disappears and comes back."""
    entry = curated("tach-ho", "Tách hộ", codes=("9.000013",))
    with_curated = INDEX.updated([entry])
    assert first("tách hộ", with_curated) == "tach-ho"
    assert first("tách hộ", with_curated.updated([], ["tach-ho"])) == "9.000013"


def test_phrasebook_is_sound() -> None:
    """Every saying has a meaning, and every penalty is a share."""
    book = load_phrasebook()
    assert all(synonym.means for synonym in book.synonyms)
    assert all(0 < variant.penalty < 1 for variant in book.variants)
    assert "cho" in book.vocabulary


def test_long_official_name_does_not_outvote_the_rest_of_the_question() -> None:
    """ "tạm trú" stands for "đăng ký tạm trú", yet "nuôi chim ở nhà tạm trú" is about the birds."""
    birds = curated("nuoi-chim", "Nuôi chim yến trong khu dân cư", "nuôi chim ở nhà tạm trú")
    found = build(birds).search("cho nuôi chim yến ở nhà tạm trú không")
    assert found.hits[0].entry_id == "nuoi-chim", found.why


def test_abbreviation_in_an_alias_is_written_out() -> None:
    """An editor may write "đk" in an alias: it is found under the full word too."""
    index = build(curated("phong-tro", "Mở phòng trọ", "đk phòng trọ sinh viên"))
    found = index.search("đăng ký phòng trọ sinh viên")
    assert found.hits[0].entry_id == "phong-tro"
    assert found.band == "answer", found.why


def test_variants_of_one_name_are_offered() -> None:
    """Three procedures that are called the same, word for word, are a choice, whatever the model thinks."""
    same = [
        curated(f"tho-{who}", f"Chứng chữ ký thợ đúc chuông đối với thợ {who}", group="ky", short_title=f"Thợ {who}")
        for who in ("cả", "phụ", "học việc")
    ]
    assert build(*same).search("chứng chữ ký thợ đúc chuông cần gì").band == "offer"


def test_reasons_are_complete() -> None:
    """Reasons name what was written out, corrected, replaced, which text matched, every factor, band and numbers."""
    lines = "\n".join(INDEX.search("đăng ký tạm chú").why)
    for part in ("respelled: chu → tru", "covers", "words 0.", "× prior", "agreement", "lead"):
        assert part in lines, lines
    lines = "\n".join(INDEX.search("dk kết hôn với người ngoại quốc").why)
    for part in (
        "written out: đăng ký kết hôn",
        "read as người ngoại quốc → có yếu tố",
        "biên giới late in the title 8%",
    ):
        assert part in lines, lines
