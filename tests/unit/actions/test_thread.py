"""The thread of a conversation: what stays, what switches, what is corrected, what is asked only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.action_answer import ActionAnswer
from actions.action_no_choice import ActionNoChoice
from actions.base import Done, Turn
from actions.corrections import CorrectionStage, correction_in
from actions.stages.forget import SLOTS, ForgetStage
from bot.messages import message
from knowledge.search.bands import CLOSE, IN_PART
from knowledge.search.result import Hit
from tests.unit.actions.invented import TURN, ScriptedLibrary, entry, found

DAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def library() -> ScriptedLibrary:
    """Return a library with a card, the same for children, and a residence entry."""
    library = ScriptedLibrary()
    card = {"group": "the", "topic": "can-cuoc"}
    library.entries |= {
        "the": entry("the", short_title="Làm thẻ căn cước", popularity=5, **card),
        "the-tre": entry("the-tre", short_title="Căn cước cho trẻ em", popularity=2, **card),
        "the-lai": entry("the-lai", short_title="Làm lại thẻ căn cước", popularity=3, **card),
        "tam-tru": entry("tam-tru", short_title="Đăng ký tạm trú"),
    }
    return library


@pytest.fixture
def answer(library: ScriptedLibrary) -> ActionAnswer:
    """Return the answering action over that library."""
    return ActionAnswer(library, lambda: DAY, message("contact_default"))  # type: ignore[arg-type]


@pytest.fixture
def stage(answer: ActionAnswer, library: ScriptedLibrary) -> CorrectionStage:
    """Return the stage of corrections."""
    return CorrectionStage(answer, ActionNoChoice(library, "nơi thử"))  # type: ignore[arg-type]


def said(text: str, intent: str = "ask_procedure", **slots: Any) -> Turn:
    """Return a typed turn."""
    return replace(TURN, text=text, intent=intent, **slots)


def payloads(done: Done) -> list[str]:
    """Return the payloads of the last reply."""
    return [choice.payload for choice in done.result.replies[-1].choices]


# --- follow-ups ---


@pytest.mark.parametrize("text", ["làm lại bao lâu", "Đăng ký mất mấy ngày?", "mấy ngày có giấy"])
def test_verb_alone_stays_with_the_entry_in_hand(text: str, answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Another entry's alias with the same verb does not take over; the answer says what it assumed."""
    library.found = found("answer", "b")
    done = answer.speak(said(text, "ask_time", entry="the-lai"))
    assert (done.result.outcome.entry, done.result.outcome.aspect) == ("the-lai", "time")
    assert "Làm lại thẻ căn cước" in done.result.replies[0].text
    assert payloads(done)[-1] == "choose_none"


def test_case_of_the_entry_in_hand_is_its_variant(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """ "Còn cho con thì sao" goes to the child's variant of the same group, named and with a way out."""
    library.by_text["trẻ em làm thẻ căn cước"] = found("answer", "the", "the-tre")
    done = answer.speak(said("còn cho con thì sao", entry="the"))
    assert done.result.outcome.entry == "the-tre"
    assert payloads(done)[-1] == "choose_none"


def test_case_without_a_variant_is_answered_in_general_and_says_so(answer: ActionAnswer) -> None:
    """Nobody is told that a general answer is about their case."""
    done = answer.speak(said("còn cho con thì sao", entry="tam-tru"))
    assert done.result.outcome.entry == "tam-tru"
    assert message("no_variant") in done.result.replies[0].text


def test_aspect_of_the_matter_before_goes_back_to_it(answer: ActionAnswer) -> None:
    """ "Việc lúc nãy phí bao nhiêu" asks of the entry before."""
    done = answer.speak(said("việc lúc nãy phí bao nhiêu", "ask_fee", entry="the", previous_entry="tam-tru"))
    assert (done.result.outcome.entry, done.result.outcome.aspect) == ("tam-tru", "fee")
    assert done.slots["previous_entry"] == "the"


# --- several questions ---


def test_several_aspects_get_a_reply_each(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """The outcome is the first question's; choices stand under the last reply and repeat nothing that was said."""
    library.found = found("answer", "a")
    done = answer.speak(said("việc này mất bao lâu, phí bao nhiêu", "ask_fee"))
    assert done.result.outcome.aspect == "time"
    assert ["1 ngày." in done.result.replies[0].text, "5.000đ." in done.result.replies[1].text] == [True, True]
    assert payloads(done) == []


def test_two_matters_are_both_answered(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """The aspect said at the end is meant of both; the first stays in hand, "quay lại" leads to the second."""
    both = found("answer", "a", also=(Hit("b", 0.9, 0.9, None, None, ()),))
    library.by_text = {"xóa tạm trú": found("answer", "a"), "nhập khẩu bao lâu": found("answer", "b")}
    library.found = both
    done = answer.speak(said("xóa tạm trú và nhập khẩu bao lâu", "ask_time"))
    assert ["Việc a" in reply.text for reply in done.result.replies] == [True, False]
    assert "Việc b" in done.result.replies[1].text
    assert done.result.outcome.aspect == "time"
    assert (done.slots["entry"], done.slots["previous_entry"]) == ("a", "b")


def test_questions_side_by_side_keep_their_own_aspects(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """ "Việc a hết bao nhiêu? Việc b mấy ngày?" is two answers."""
    library.by_text = {
        "Hộ chiếu hết bao nhiêu tiền": found("answer", "a"),
        "Tạm trú mấy ngày xong": found("answer", "b"),
    }
    done = answer.speak(said("Hộ chiếu hết bao nhiêu tiền? Tạm trú mấy ngày xong?", "ask_fee"))
    assert "5.000đ." in done.result.replies[0].text
    assert "1 ngày." in done.result.replies[1].text


def test_all_questions_wait_for_the_choice(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Who asked two things before choosing an entry gets both."""
    library.found = found("offer", "a", "b", agreement=0.5)
    asked = answer.speak(said("việc đó mất bao lâu, phí bao nhiêu", "ask_fee"))
    tapped = said("/ask_time", "ask_time", chosen_entry="b", talk=asked.slots["talk"])
    assert len(answer.speak(tapped).result.replies) == 2


# --- clarifying ---


def test_second_clarification_about_one_thing_is_an_answer(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """The likeliest is said, with a way out and where to ask; nothing is asked twice."""
    library.found = found("offer", "a", "b", agreement=0.5)
    first = answer.speak(said("giấy ấy"))
    assert first.result.outcome.code == "clarify"
    second = answer.speak(said("cái giấy ấy đấy", talk=first.slots["talk"]))
    assert (second.result.outcome.code, second.result.outcome.entry) == ("answered", "a")
    assert "Việc a" in second.result.replies[0].text
    assert "Trung tâm Phục vụ hành chính công" in second.result.replies[0].text
    assert payloads(second)[-1] == "choose_none"


def test_clarification_about_something_else_is_asked(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Other candidates are another question."""
    library.found = found("offer", "a", "b", agreement=0.5)
    first = answer.speak(said("giấy ấy"))
    library.found = found("offer", "c", agreement=0.5)
    assert answer.speak(said("giấy kia", talk=first.slots["talk"])).result.outcome.code == "clarify"


def test_aspect_instead_of_a_choice_is_answered_for_the_likeliest(answer: ActionAnswer) -> None:
    """Who goes on asking is not asked again."""
    done = answer.speak(said("bao lâu", "ask_time", talk={"offered": ["a", "b"]}))
    assert (done.result.outcome.entry, done.result.outcome.aspect) == ("a", "time")


def test_name_is_asked_for_once(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """The second "phí bao nhiêu" in a row names the office instead of asking the same again."""
    library.found = found("unknown", aspect_only=True)
    first = answer.speak(said("phí bao nhiêu", "ask_fee"))
    second = answer.speak(said("phí bao nhiêu", "ask_fee", talk=first.slots["talk"]))
    assert (first.result.outcome.code, second.result.outcome.code) == ("clarify", "no_answer")
    assert "Trung tâm Phục vụ hành chính công" in second.result.replies[0].text


def test_refused_entries_are_not_offered_again(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """After "none of these" the same three do not come back."""
    library.found = found("offer", "a", "b", agreement=0.5)
    done = answer.speak(said("giấy ấy", talk={"refused": ["a"]}))
    assert payloads(done) == ["ask_procedure:b", "choose_none"]


def test_clear_lead_is_answered_with_the_others_beside_it(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """In the middle band a clear lead is said at once; the others are one tap away."""
    library.found = found("offer", "a", "b", agreement=0.6, margin=0.3, doubt=IN_PART)
    done = answer.speak(said("việc gì đó", "ask_fee"))
    assert done.result.outcome.entry == "a"
    assert payloads(done)[-2:] == ["ask_fee:b", "choose_none"]


@pytest.mark.parametrize(
    "weak",
    [
        {"agreement": 0.5, "margin": 0.3, "doubt": IN_PART},
        {"agreement": 0.6, "margin": 0.1, "doubt": IN_PART},
        {"agreement": 1.0, "margin": 0.5, "doubt": "residents' words with more than one meaning"},
        {"agreement": 1.0, "margin": 0.5, "doubt": "several entries have this name"},
    ],
)
def test_less_than_a_clear_lead_is_offered(
    weak: dict[str, Any], answer: ActionAnswer, library: ScriptedLibrary
) -> None:
    """Too little agreement, too small a lead, or a doubt that no lead outweighs."""
    library.found = found("offer", "a", "b", **weak)
    assert answer.speak(said("việc gì đó", "ask_procedure")).result.outcome.code == "clarify"


def test_lead_is_no_answer_to_what_is_out_of_scope(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """What does not sound like a public service is not answered on a half-fitting name."""
    library.found = found("offer", "a", "b", agreement=0.6, margin=0.3, doubt=IN_PART)
    assert answer.speak(said("quán cà phê nào ngon", "out_of_scope")).result.outcome.code == "clarify"


def test_rival_that_says_nothing_on_the_aspect_is_none(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Papers are not asked of an entry that is about the fee alone; a rarer variant is no rival either."""
    library.entries["the"] = replace(library.entries["the"], aspects={"documents": library.entries["a"].aspects["fee"]})
    library.entries["the-tre"] = replace(library.entries["the-tre"], aspects=library.entries["the"].aspects)
    library.found = found("offer", "the", "a", "the-tre", margin=0.02, doubt=CLOSE)
    assert answer.speak(said("Làm căn cước công dân cần gì?")).result.outcome.entry == "the"
    library.found = found("offer", "the", "a", margin=0.02, doubt=CLOSE)
    assert answer.speak(said("làm căn cước")).result.outcome.code == "clarify"


# --- corrections ---


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("không phải, ý em là cho con", "cho con"),
        ("khong phai y em la cho con", "cho con"),
        ("không, tôi hỏi tạm trú", "tạm trú"),
        ("sai rồi tôi hỏi ly hôn", "ly hôn"),
        ("nhầm rồi, ly hôn cơ", "ly hôn cơ"),
        ("ý tôi là gia hạn", "gia hạn"),
        ("không phải tạm trú mà là thường trú", "thường trú"),
        ("dạ không phải ạ, em muốn hỏi hộ chiếu", "hộ chiếu"),
        ("không phải", ""),
        ("sai rồi", ""),
        ("không phải việc này", ""),
        ("không, tôi hỏi cái khác", None),
        ("không", None),
        ("không có giấy khai sinh thì làm căn cước được không", None),
        ("không phải công dân Việt Nam thì làm sao", None),
        ("mất căn cước phải làm sao", None),
        ("tôi hỏi tạm trú", None),
        ("sai tên trên giấy khai sinh thì sửa ở đâu", None),
    ],
)
def test_correction_is_told_from_a_question(text: str, meant: str | None) -> None:
    """A denial and what was meant; a sentence that only begins with such a word is a question."""
    correction = correction_in(text)
    assert (correction.meant if correction is not None else None) == meant


def test_correction_to_another_matter_switches(stage: CorrectionStage, library: ScriptedLibrary) -> None:
    """The words meant are searched; the aspect asked before is asked again; back does not lead to the mistake."""
    library.by_text["tạm trú"] = found("answer", "tam-tru")
    done = stage.take(said("không, tôi hỏi tạm trú", "deny", entry="the", previous_entry="a", aspect="fee"))
    assert done is not None
    assert (done.result.outcome.entry, done.result.outcome.aspect) == ("tam-tru", "fee")
    assert done.slots["previous_entry"] == "a"


def test_correction_to_a_case_keeps_the_matter(stage: CorrectionStage, library: ScriptedLibrary) -> None:
    """ "Ý em là cho con" after the card is the child's card."""
    library.by_text["trẻ em làm thẻ căn cước"] = found("answer", "the", "the-tre")
    done = stage.take(said("không phải, ý em là cho con", "deny", entry="the", aspect="time"))
    assert done is not None
    assert (done.result.outcome.entry, done.result.outcome.aspect) == ("the-tre", "time")


def test_correction_nobody_understands_lets_the_entry_go(stage: CorrectionStage) -> None:
    """What is not found is asked for in other words, and the wrong entry is not repeated."""
    done = stage.take(said("không, tôi hỏi chuyện trăng sao", "deny", entry="the"))
    assert done is not None
    assert done.result.outcome.code == "no_answer"
    assert done.slots["entry"] is None


def test_denial_alone_refuses_the_answer(stage: CorrectionStage) -> None:
    """ "Không phải" after an answer is "not this one"; after our own yes-or-no question it answers that."""
    refused = stage.take(said("không phải", "deny", entry="the"))
    assert refused is not None
    assert refused.slots["entry"] is None
    assert stage.take(said("không phải", "deny", entry="the", talk={"asking": "feedback"})) is None
    assert stage.take(said("không", "deny", entry="the")) is None


def test_tapped_button_corrects_nothing(stage: CorrectionStage) -> None:
    """A button says what it says."""
    assert stage.take(said("/choose_none", "choose_none", entry="the")) is None


# --- forgetting ---


def test_erasing_forgets_every_slot() -> None:
    """Everything the bot remembers is let go, whatever other stages noted in the same turn."""
    stage = ForgetStage()
    turn = said("/forget", "forget", entry="the", misses=1, talk={"ticket": "K7Q2"})
    done = stage.take(turn)
    assert done is not None
    assert done.result.replies[0].text == message("erased")
    done = stage.finish(turn, replace(done, slots={"misses": 1, "talk": {"ticket": "K7Q2"}}))
    assert done.slots == dict.fromkeys(SLOTS)


def test_all_slots_of_the_domain_are_forgotten() -> None:
    """A new slot must be named in the stage that forgets."""
    domain = yaml.safe_load((ROOT / "bot/domain/memory.yml").read_text(encoding="utf-8"))
    assert set(SLOTS) == set(domain["slots"])
