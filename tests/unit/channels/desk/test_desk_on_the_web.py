"""The web channel of a conversation with staff: the contract of a turn stays, the answer is in the history."""

from __future__ import annotations

from pathlib import Path

from bot.database import make_engine
from bot.replies import TurnResult
from bot.ticket_code import ticket_code
from channels.desk.staff import Desk
from tests.fakes.rasa import Behaviour, FakeRasa, say
from tests.fakes.web_process import Chat
from tests.unit.channels.noting import ticket_result


def hand_off(rasa: FakeRasa) -> None:
    """Let Rasa hand off to the staff, with a code of its own choice."""
    rasa.script = lambda turn: Behaviour([{"recipient_id": "x", "custom": ticket_result("K7Q2").to_wire()}])


def test_request_for_a_person_is_answered_within_the_contract(rasa: FakeRasa, chat: Chat) -> None:
    """The answer to the post has its four members and the ticket's real code; the notes for the staff stay inside."""
    hand_off(rasa)
    answer = chat.ask("gặp cán bộ")
    assert set(answer) == {"conversation", "turn", "outcome", "replies"}
    assert answer["replies"][0]["text"].count(ticket_code(answer["turn"])) == 2
    assert set(chat.history(answer["conversation"])[0]) == {"turn", "text", "outcome", "replies", "received_at"}


def test_answer_of_the_staff_is_in_the_history(rasa: FakeRasa, chat: Chat, tmp_path: Path) -> None:
    """A reload, or the next look of the page, shows what staff wrote, as a turn without a question."""
    hand_off(rasa)
    answer = chat.ask("gặp cán bộ")
    rasa.script = lambda turn: say("mười nghìn")
    chat.ask("phí sao", answer["conversation"])
    engine = make_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    Desk(engine).reply(ticket_code(answer["turn"]), "Mời bạn đến UBND xã.")
    engine.dispose()
    texts = [turn["text"] for turn in chat.history(answer["conversation"])]
    last = chat.history(answer["conversation"])[-1]
    assert texts == ["gặp cán bộ", "phí sao", ""]
    assert last["outcome"]["code"] == "handoff"
    assert last["replies"][0]["text"].endswith("Mời bạn đến UBND xã.")
    assert TurnResult.from_wire(last).replies[0].choices == ()


def test_number_means_the_choice_that_the_resident_counts(rasa: FakeRasa, chat: Chat) -> None:
    """Choices are counted through all replies of a turn: those of the question come behind the two of the answer."""
    answer, question = (
        say("phí 0 đồng", choices=(("Giấy tờ", "ask_documents:a"), ("Nơi nộp", "ask_place:a"))),
        say("đúng ý chưa?", choices=(("Đúng ý", "feedback_good:a"), ("Chưa đúng", "feedback_bad:a"))),
    )
    both = answer.items[0]
    both["custom"]["replies"] += question.items[0]["custom"]["replies"]
    rasa.script = lambda turn: Behaviour([both])
    conversation = chat.ask("phí sao")["conversation"]
    for said in ("2", "3", "4", "Chưa đúng"):
        chat.ask(said, conversation)
    assert rasa.messages[1:] == [
        '/ask_place{"entry": "a"}',
        '/feedback_good{"entry": "a"}',
        '/feedback_bad{"entry": "a"}',
        '/feedback_bad{"entry": "a"}',
    ]
