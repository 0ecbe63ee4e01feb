"""Rules of bot.safety: deterministic, explained, bounded in time, and the tables are sound."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lexicon_file import load_lexicon
from bot.messages import message
from bot.safety import Danger, danger
from bot.safety.danger import speaks_against_scam, story
from bot.safety.orders import without_orders
from bot.safety.signs import SignsError, load_signs, make_signs
from bot.safety.warnings import emergency_result, scam_entries, scam_result, scam_text

LEXICON = load_lexicon()
STORY = "có người gọi xưng công an phường đòi tôi đọc mã OTP"
PATTERNS = sorted({row.name for row in load_signs().patterns})
HARMS = [None, *(row.name for row in load_signs().harms)]
WORST = ["công an gọi bảo ", "a ", "bảo kêu đọc ", "có người gọi ", "đánh ", "gọi điện bảo nộp tiền để nhận quà ",
         "họ bảo nó kêu chúng nó gọi ", "mượn thuê bán stk ", "<tells> ", "… ", "cháy nhà. ", "x", "1 ", "đ", "á\u0301",
         "```", "<!-- ", "<|im_start|>", "[INST] ", "act as. ", "system: ", "bỏ qua "]  # fmt: skip


def found(text: str, intent: str | None = None) -> Danger:
    """Return the danger, which there must be."""
    danger_found = danger(text, LEXICON, intent)
    assert danger_found is not None
    return danger_found


def test_finding_says_by_which_words() -> None:
    """A warning can be explained: every sign that weighed is named with the words that showed it."""
    evidence = {item.sign: item.words for item in found(STORY).evidence}
    assert evidence["pretends"] == "xưng công an phường"
    assert evidence["secret_demand"].endswith("mả otp")  # ngã is written as hỏi
    assert found(STORY) == found(STORY)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", [STORY, STORY.upper(), f"  {STORY}!!!", STORY.replace(" ", "\u200b ")])
def test_writing_makes_no_difference(text: str, form: str) -> None:
    """Capitals, blanks, invisible letters and the form of the marks hide no story."""
    assert found(unicodedata.normalize(form, text)).kind == "scam"


def test_hoi_and_nga_are_one_tone() -> None:
    """Half of the country writes one for the other."""
    assert found("tôi bị lừa đão mất 20 triệu rồi").harm == "paid"
    assert found("nó bảo chuyễn tiền vào tài khoản tạm giử").kind == "scam"


def test_word_without_marks_among_marked_ones_is_meant_so() -> None:
    """A vegetarian restaurant does not burn; without any marks the neighbours decide."""
    assert danger("quán chay đăng ký kinh doanh thế nào", LEXICON) is None
    assert danger("xe dang chay bi phat thi nop o dau", LEXICON) is None
    assert found("nha toi dang chay").kind == "emergency_fire"


def test_language_model_is_a_second_witness_and_never_alone() -> None:
    """The intent tips the scale for a weak story; it cannot make one out of a question."""
    weak = "họ bảo tải ứng dụng"
    assert danger(weak, LEXICON) is None
    assert found(weak, "report_scam").kind == "scam"
    for question in ("làm hộ chiếu ở đâu", "tôi muốn tố cáo lừa đảo"):
        assert danger(question, LEXICON, "report_scam") is None


def test_look_alike_says_what_speaks_against_it() -> None:
    """A report to be made, a law or a visit to the office makes a message no story."""
    assert speaks_against_scam("tôi muốn tố cáo lừa đảo", LEXICON)
    assert speaks_against_scam("giả danh công an bị xử phạt thế nào", LEXICON)
    assert not speaks_against_scam(STORY, LEXICON)


def test_worst_comes_first() -> None:
    """An emergency goes before a scam, a scam before an insult."""
    assert found("tôi bị lừa hết tiền rồi, không muốn sống nữa").kind == "emergency_self_harm"
    assert found("đm nó lừa tôi 5 triệu rồi").kind == "scam"
    assert found("họ gọi nói con tôi đang cấp cứu, bảo chuyển tiền gấp").kind == "scam"


def test_what_was_masked_is_no_evidence() -> None:
    """A placeholder is a pause: it hides no story and makes none."""
    assert found("nó kêu tôi chuyển tiền vào [số tài khoản], tôi lỡ chuyển rồi").harm == "paid"
    assert danger("[mã OTP] [mật khẩu] [số tài khoản]", LEXICON) is None


def test_cry_for_help_without_more_gets_the_numbers() -> None:
    """Nobody who only cries for help is told that this is not known."""
    assert found("cứu tôi với").kind == "emergency_unclear"
    assert danger("cứu em với ad ơi, em nộp hồ sơ tạm trú mãi không được", LEXICON) is None


@pytest.mark.parametrize("kind", load_signs().emergencies)
def test_emergency_has_two_lines_that_begin_with_a_number(kind: str) -> None:
    """The number at once, two lines, nothing else."""
    (reply,) = emergency_result(Danger(kind, 3, ())).replies
    first, second = reply.text.splitlines()
    assert any(number in first for number in ("111", "113", "114", "115"))
    assert second
    assert (reply.choices, reply.sources) == ((), ())


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_warning_has_at_most_four_short_lines(pattern: str, harm: str | None) -> None:
    """What to do now, why, whom to call: four lines that fit a small phone."""
    lines = scam_text(pattern, harm).splitlines()
    assert len(lines) <= 4
    assert max(map(len, lines)) <= 125
    assert lines[-1] == message("scam_channels")


def test_first_line_fits_what_has_happened() -> None:
    """An installed file is cut off first, sent money is stopped at the bank first, a call is hung up first."""
    first = {harm: scam_text("app-gia", harm).splitlines()[0] for harm in ("installed", "paid", None)}
    assert "Ngắt mạng" in first["installed"]
    assert "ngân hàng" in first["paid"]
    assert "cúp máy" in first[None]


def test_warning_is_also_there_without_an_action_server() -> None:
    """When Rasa is down the words alone suffice, without choices."""
    result = scam_result(found(STORY))
    assert result.outcome.code == "scam_warning"
    assert result.replies[0].choices == ()


def test_entries_of_a_story_end_with_what_to_do_after_a_loss() -> None:
    """The entry on the story comes first, then the one on reporting it; never the same twice."""
    assert scam_entries("muc-3") == ("lua-dao-muc-3", "lua-dao-da-bi-lua")
    assert scam_entries("da-bi-lua") == ("lua-dao-da-bi-lua",)
    assert story("số này có tin được không", LEXICON) == ("gia-cong-an", None)


@pytest.mark.parametrize("piece", WORST, ids=ascii)
def test_time_is_bounded(piece: str) -> None:
    """I7: 10,000 characters of anything take less than 50 ms of computing (twice that on a shared machine)."""
    text = (piece * (10_000 // len(piece) + 1))[:10_000]
    danger("x", LEXICON)
    without_orders("x", LEXICON)
    started = time.process_time()
    danger(text, LEXICON)
    without_orders(text, LEXICON)
    assert time.process_time() - started < 0.2


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    """Any text is judged without an error, and twice the same."""
    assert danger(text, LEXICON) == danger(text, LEXICON)
    without_orders(text, LEXICON)


def test_cry_at_the_end_of_a_long_text_is_heard() -> None:
    """Of a very long message the beginning and the end are read."""
    assert found("tôi hỏi việc này. " * 1_000 + "nhà tôi đang cháy").kind == "emergency_fire"


def test_every_group_of_the_tables_weighs() -> None:
    """A group that nothing uses is a mistake of the tables."""
    signs = load_signs()
    scales = [*signs.emergencies.values(), signs.scam, signs.insult]
    used = {group for scale in scales for family in scale.families for group in family}
    used |= {group for row in (*signs.patterns, *signs.harms) for group in row.groups}
    assert set(signs.book.names()) - used - signs.book.used_by_others() == set()


def test_tables_that_contradict_themselves_are_refused() -> None:
    """A weight for a group that does not exist, or a group in two files, is named."""
    rows = {name: {"groups": {}} for name in ("words.yml", "emergencies.yml", "scams.yml", "insults.yml")}
    empty = {"least": 1, "families": {}}
    rows["emergencies.yml"] |= {"kinds": {"emergency_fire": {"least": 1, "families": {"sign": {"nothing": 1}}}}}
    rows["scams.yml"] |= {**empty, "understood_as": "x", "patterns": [], "harms": []}
    rows["insults.yml"] |= empty
    with pytest.raises(SignsError, match="nothing"):
        make_signs(rows)
    rows["words.yml"]["groups"] = {"twice": ["a"]}
    rows["scams.yml"]["groups"] = {"twice": ["b"]}
    with pytest.raises(SignsError, match="twice"):
        make_signs(rows)
