"""Every action ends its turn with one result: the right band, the right aspect, a next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action_answer import ActionAnswer
from actions.action_control import ActionControl
from actions.action_no_choice import ActionNoChoice
from actions.action_out_of_scope import ActionOutOfScope
from actions.action_small_talk import ActionSmallTalk
from actions.base import SpeakingAction, Turn
from bot.messages import message
from bot.replies import TurnResult
from tests.unit.actions.invented import TURN, ScriptedLibrary, entry, found

DAY = date(2026, 11, 22)


@pytest.fixture
def library() -> ScriptedLibrary:
    """Return a fresh library."""
    return ScriptedLibrary()


@pytest.fixture
def answer(library: ScriptedLibrary) -> ActionAnswer:
    """Return the answering action over that library."""
    return ActionAnswer(library, lambda: DAY, message("contact_default"))  # type: ignore[arg-type]


def test_sure_hit_is_answered_with_the_aspect_of_the_intent(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Procedure by search, aspect by intent; the outcome says both, and the source is there."""
    library.found = found("answer", "a", "b")
    done = answer.speak(TURN)
    outcome, (reply,) = done.result.outcome, done.result.replies
    assert (outcome.code, outcome.entry, outcome.procedure, outcome.aspect) == ("answered", "a", "9.000001", "fee")
    assert "5.000đ." in reply.text
    assert reply.sources[0].checked_on == "2026-11-20"
    assert done.slots["entry"] == "a"


def test_unpublished_aspect_is_answered_partly(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """When nothing is known on the aspect the outcome says so."""
    library.found = found("answer", "a")
    assert answer.speak(replace(TURN, intent="ask_documents")).result.outcome.code == "answered_partly"


def test_unsure_search_offers_at_most_three_and_a_way_out(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """A clarification keeps the aspect asked about and always offers "none of these"."""
    library.entries["d"] = entry("d")
    library.found = found("offer", "a", "b", "c", "d")
    done = answer.speak(TURN)
    payloads = [choice.payload for choice in done.result.replies[0].choices]
    assert payloads == ["ask_fee:a", "ask_fee:b", "ask_fee:c", "choose_none"]
    assert [item.entry for item in done.result.outcome.candidates] == ["a", "b", "c"]


def test_aspect_alone_goes_on_with_the_entry_in_hand(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """A follow-up names the procedure it assumed and offers "not this one"."""
    library.found = found("unknown", aspect_only=True)
    done = answer.speak(replace(TURN, entry="b", intent="ask_time"))
    assert done.result.outcome.entry == "b"
    assert "Việc b" in done.result.replies[0].text
    assert done.result.replies[0].choices[-1].payload == "choose_none"


def test_new_procedure_above_the_floor_replaces_the_one_in_hand(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """A message that surely names another procedure switches to it and remembers the one before."""
    library.found = found("answer", "a")
    done = answer.speak(replace(TURN, entry="b"))
    assert done.result.outcome.entry == "a"
    assert done.slots["previous_entry"] == "b"


def test_aspect_alone_without_anything_in_hand_asks_which(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Without a procedure the bot asks for one and never guesses."""
    library.found = found("unknown", aspect_only=True)
    done = answer.speak(TURN)
    assert (done.result.outcome.code, done.result.outcome.entry) == ("clarify", None)
    library.found = found("answer", "a")
    named = answer.speak(replace(TURN, intent="ask_procedure", aspect=done.slots["aspect"]))
    assert named.result.outcome.aspect == "fee"


def test_unknown_says_where_to_ask(answer: ActionAnswer) -> None:
    """In scope but not known: no guess, and an office to ask."""
    done = answer.speak(replace(TURN, intent="ask_procedure"))
    assert done.result.outcome.code == "no_answer"
    assert "Trung tâm Phục vụ hành chính công" in done.result.replies[0].text


def test_tapped_choice_needs_no_search(answer: ActionAnswer) -> None:
    """A tapped entry is answered as it is."""
    assert answer.speak(replace(TURN, chosen_entry="c")).result.outcome.entry == "c"


def test_entry_past_its_date_is_not_answered(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Content past its date is not served, also when tapped."""
    library.entries["a"] = replace(library.entries["a"], valid_until="2026-01-01")
    assert answer.speak(replace(TURN, chosen_entry="a")).result.outcome.code == "no_answer"


def test_control_words_move_within_the_conversation(answer: ActionAnswer) -> None:
    """Back, again and stop do what they say, and say so when there is nothing to do it with."""
    control = ActionControl(answer)
    assert control.speak(replace(TURN, intent="go_back", previous_entry="b")).result.outcome.entry == "b"
    assert control.speak(replace(TURN, intent="repeat", entry="a", aspect="time")).result.outcome.aspect == "time"
    assert control.speak(replace(TURN, intent="stop")).slots["entry"] is None
    for intent in ("go_back", "repeat", "give_number"):
        assert control.speak(replace(TURN, intent=intent, text="…")).result.outcome.code == "smalltalk"


def test_going_back_twice_goes_to_and_fro(answer: ActionAnswer) -> None:
    """The entry left becomes the one before; each return names its entry and offers "not this one"."""
    control = ActionControl(answer)
    turn = replace(TURN, text="quay lại cái hồi nãy", intent="go_back", entry="a", previous_entry="b")
    first = control.speak(turn)
    assert (first.slots["entry"], first.slots["previous_entry"]) == ("b", "a")
    assert first.result.replies[0].choices[-1].payload == "choose_none"
    second = control.speak(replace(turn, entry="b", previous_entry="a"))
    assert (second.slots["entry"], second.slots["previous_entry"]) == ("a", "b")


def test_going_back_with_a_name_goes_to_that_entry(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """ "Quay lại vụ hộ chiếu" names where to go."""
    library.by_text["hộ chiếu"] = found("answer", "c")
    turn = replace(TURN, text="quay lại vụ hộ chiếu", intent="go_back", entry="a", previous_entry="b")
    assert ActionControl(answer).speak(turn).slots["entry"] == "c"


def test_going_back_with_nothing_before_shows_the_entry_in_hand(answer: ActionAnswer) -> None:
    """After one procedure alone, back is its overview."""
    turn = replace(TURN, text="quay lại", intent="go_back", entry="a", aspect="fee")
    outcome = ActionControl(answer).speak(turn).result.outcome
    assert (outcome.entry, outcome.aspect) == ("a", "overview")


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye", "ask_identity", "affirm", "deny"])
def test_small_talk_is_short_and_never_empty(intent: str) -> None:
    """Every small-talk intent has its sentence."""
    done = ActionSmallTalk().speak(replace(TURN, intent=intent))
    assert done.result.outcome.code == "smalltalk"
    assert done.result.replies[0].text


def test_fixed_actions_end_with_their_outcome(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Out of scope and "none of these" each end in their own outcome."""
    assert ActionNoChoice(library, "nơi thử").speak(TURN).result.outcome.code == "no_answer"  # type: ignore[arg-type]
    out = ActionOutOfScope(answer).speak(replace(TURN, intent="out_of_scope"))
    assert out.result.outcome.code == "out_of_scope"
    assert len(out.result.replies[0].choices) == 3


def test_refused_entry_is_let_go_and_the_one_before_offered(library: ScriptedLibrary) -> None:
    """ "Not this one" forgets the guess, keeps the aspect in the offer of the entry before, and names the office."""
    turn = replace(TURN, intent="choose_none", entry="a", previous_entry="b", aspect="fee")
    done = ActionNoChoice(library, "nơi thử").speak(turn)  # type: ignore[arg-type]
    (reply,) = done.result.replies
    assert [choice.payload for choice in reply.choices] == ["ask_fee:b"]
    assert "nơi thử" in reply.text
    assert done.slots["entry"] is None
    assert done.slots["talk"]["refused"] == ["a"]


async def test_failing_action_still_speaks() -> None:
    """An exception becomes the sentence of error_action: Rasa would turn it into silence."""

    class Broken(SpeakingAction):
        def name(self) -> str:
            return "broken"

        def speak(self, turn: Turn) -> Any:
            raise ValueError("0000 1111 2222")

    dispatcher = CollectingDispatcher()
    tracker = Tracker("web:x", {}, {"text": "x", "intent": {"name": "ask_fee"}}, [], False, None, {}, "action_listen")
    await Broken().run(dispatcher, tracker, {})
    (message,) = dispatcher.messages
    assert TurnResult.from_wire(message["custom"]).outcome.code == "error_action"
