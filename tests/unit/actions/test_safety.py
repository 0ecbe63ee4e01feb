"""What a danger is answered with in a conversation, and what only sounds like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.action_answer import ActionAnswer
from actions.action_scam_warning import ActionScamWarning
from actions.stages.safety import SafetyStage
from bot.lexicon_file import load_lexicon
from tests.unit.actions.invented import TURN, ScriptedLibrary, entry, found

STORY = "có người gọi xưng công an phường đòi tôi đọc mã OTP"
POLICE, REPORT = "lua-dao-gia-cong-an", "lua-dao-da-bi-lua"


@pytest.fixture
def library() -> ScriptedLibrary:
    """Return a library with two of the scam entries."""
    library = ScriptedLibrary()
    library.entries |= {name: entry(name, topic=f"topic-{name}") for name in (POLICE, REPORT)}
    return library


@pytest.fixture
def stage(library: ScriptedLibrary) -> SafetyStage:
    """Return the stage over that library."""
    return SafetyStage(library, load_lexicon())  # type: ignore[arg-type]


@pytest.fixture
def action(library: ScriptedLibrary) -> ActionScamWarning:
    """Return the action for what the language model alone takes for a story."""
    lexicon = load_lexicon()
    answer = ActionAnswer(library, lambda: date(2026, 11, 22), "nơi thử")  # type: ignore[arg-type]
    return ActionScamWarning(library, lexicon, answer)  # type: ignore[arg-type]


def test_story_is_warned_about_and_explained_one_tap_away(stage: SafetyStage) -> None:
    """The warning offers the entry on this story and the one on reporting, with source and date."""
    done = stage.take(replace(TURN, text=STORY, entry="a"))
    assert done is not None
    (reply,) = done.result.replies
    assert (done.result.outcome.code, done.result.outcome.entry) == ("scam_warning", POLICE)
    assert [choice.payload for choice in reply.choices] == [f"ask_procedure:{POLICE}", f"ask_procedure:{REPORT}"]
    assert reply.sources[0].checked_on == "2026-11-20"
    assert (done.slots["entry"], done.slots["previous_entry"]) == (POLICE, "a")


def test_entry_that_is_not_published_is_not_offered(stage: SafetyStage, library: ScriptedLibrary) -> None:
    """The warning comes whatever is published; a choice never leads to nothing."""
    library.entries.clear()
    done = stage.take(replace(TURN, text=STORY))
    assert done is not None
    assert done.result.replies[0].choices == ()
    assert done.slots == {}


def test_emergency_is_two_lines_and_nothing_else(stage: SafetyStage) -> None:
    """The number at once."""
    done = stage.take(replace(TURN, text="nhà tôi đang cháy", intent="ask_procedure"))
    assert done is not None
    (reply,) = done.result.replies
    assert done.result.outcome.code == "emergency"
    assert reply.text.startswith("Gọi 114 ngay")
    assert len(reply.text.splitlines()) == 2


def test_insult_is_met_with_one_calm_line(stage: SafetyStage) -> None:
    """Calm, and an offer to help."""
    done = stage.take(replace(TURN, text="bot ngu vcl", intent="out_of_scope"))
    assert done is not None
    assert done.result.outcome.code == "smalltalk"
    assert len(done.result.replies[0].text.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["đm làm hộ chiếu ở đâu", "phòng cháy chữa cháy cần giấy tờ gì", "tôi muốn tố cáo lừa đảo", "chào bạn"]
)
@pytest.mark.parametrize("intent", ["ask_place", "report_scam"])
def test_ordinary_turn_is_left_to_the_others(stage: SafetyStage, text: str, intent: str) -> None:
    """A question stays a question, also when the language model errs."""
    assert stage.take(replace(TURN, text=text, intent=intent)) is None


def test_tapped_button_tells_no_story(stage: SafetyStage) -> None:
    """What was tapped is not read as words."""
    assert stage.take(replace(TURN, text='/ask_fee{"entry": "lừa"}')) is None
    assert stage.take(replace(TURN, text=STORY, chosen_entry="a")) is None


def test_model_alone_warns_when_the_search_finds_no_procedure(
    action: ActionScamWarning, library: ScriptedLibrary
) -> None:
    """The search is the third witness: what finds no procedure, or a scam entry, is warned about."""
    for result in (found("unknown", "a"), found("answer", POLICE, "a")):
        library.found = result
        done = action.speak(replace(TURN, text="sao họ biết hết về tôi vậy", intent="report_scam"))
        assert done.result.outcome.code == "scam_warning"


def test_model_alone_does_not_hide_an_answer(action: ActionScamWarning, library: ScriptedLibrary) -> None:
    """A question that surely finds a procedure, or that speaks against a story, is answered."""
    library.found = found("answer", "a", "b")
    done = action.speak(replace(TURN, text="cập nhật ứng dụng thế nào", intent="report_scam"))
    assert done.result.outcome.entry == "a"
    library.found = found("answer", REPORT)
    done = action.speak(replace(TURN, text="tôi muốn tố cáo lừa đảo", intent="report_scam"))
    assert (done.result.outcome.code, done.result.outcome.entry) == ("answered", REPORT)
