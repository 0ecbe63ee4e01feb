"""The HTTP contract of the web channel: what is answered and what is refused, with which words."""

from __future__ import annotations

import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.replies import OUTCOME_CODES
from tests.fakes.rasa import HANG, SILENT, Behaviour, FakeRasa, RasaTurn, echo, say
from tests.fakes.web_process import Chat, serve, settings_for, wait_until

CHOICES = (("Lệ phí", "ask_fee:dang-ky-tam-tru"), ("Giấy tờ", "ask_documents:dang-ky-tam-tru"))


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture(scope="module")
def chat(rasa: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """One web process for all tests of this file: each uses conversations of its own."""
    with serve(settings_for(tmp_path_factory.mktemp("web"), rasa.port, rasa_deadline_seconds=1.0)) as client:
        yield client


@pytest.fixture(autouse=True)
def start_anew(rasa: FakeRasa) -> None:
    rasa.script = echo
    rasa.turns.clear()


def offer(rasa: FakeRasa, chat: Chat) -> str:
    """Begin a conversation that is offered CHOICES; return its id."""
    rasa.script = lambda turn: say("Bạn hỏi gì ạ?", "clarify", CHOICES)
    conversation = chat.ask("tạm trú")["conversation"]
    rasa.script = echo
    rasa.turns.clear()
    return str(conversation)


def test_answer_has_the_shape_of_the_contract(rasa: FakeRasa, chat: Chat) -> None:
    """Conversation, turn, outcome and replies: all members are there, also when they are null or empty."""
    rasa.script = lambda turn: say("Miễn phí", choices=CHOICES)
    answer = chat.ask("lệ phí?")
    assert list(answer) == ["conversation", "turn", "outcome", "replies"]
    assert set(answer["outcome"]) == {"code", "entry", "topic", "procedure", "aspect", "confidence", "candidates"}
    (reply,) = answer["replies"]
    assert set(reply) == {"text", "choices", "links", "sources"}
    assert reply["choices"][1] == {"title": "Giấy tờ", "payload": "ask_documents:dang-ky-tam-tru"}


def test_second_message_goes_on_in_the_same_conversation(rasa: FakeRasa, chat: Chat) -> None:
    """Rasa sees one sender a conversation: the channel and the conversation's id."""
    first = chat.ask("một")
    second = chat.ask("hai", first["conversation"])
    assert second["conversation"] == first["conversation"]
    assert second["turn"] != first["turn"]
    assert {turn.sender for turn in rasa.turns} == {f"web:{first['conversation']}"}


def test_offered_payload_reaches_rasa_as_our_command(rasa: FakeRasa, chat: Chat) -> None:
    """A tapped choice is the only thing that becomes a command for Rasa."""
    conversation = offer(rasa, chat)
    chat.choose("ask_fee:dang-ky-tam-tru", conversation)
    assert rasa.messages == ['/ask_fee{"entry": "dang-ky-tam-tru"}']


@pytest.mark.parametrize("text", ["2", "số 2", "\uff12", "giấy tờ", "giay to"])
def test_typed_number_or_title_takes_the_choice(rasa: FakeRasa, chat: Chat, text: str) -> None:
    """A bare "2" is the second of the choices last offered."""
    conversation = offer(rasa, chat)
    chat.ask(text, conversation)
    assert rasa.messages == ['/ask_documents{"entry": "dang-ky-tam-tru"}']


def test_number_without_an_offer_is_a_message(rasa: FakeRasa, chat: Chat) -> None:
    """With nothing to choose from, Rasa gets the number as it was typed."""
    chat.ask("2")
    assert rasa.messages == ["2"]


# --- refusals ---

GOOD = {"conversation": None, "text": "xin chào"}
REFUSED: list[tuple[str, Any, int]] = [
    ("no JSON", b"xin chao", 400),
    ("empty body", b"", 400),
    ("half of JSON", b'{"text": "xin', 400),
    ("not UTF-8", b'{"text": "\xff\xfe"}', 400),
    ("UTF-16", '{"text": "xin chào"}'.encode("utf-16"), 400),
    ("nested a thousand deep", b"[" * 20_000 + b"]" * 20_000, 400),
    ("NaN", b'{"text": NaN}', 400),
    ("number too long to read", b'{"text": ' + b"9" * 10_000 + b"}", 400),
    ("list", [GOOD], 400),
    ("string", "xin chào", 400),
    ("null", None, 400),
    ("empty object", {}, 400),
    ("neither text nor payload", {"conversation": None}, 400),
    ("both text and payload", {"text": "a", "payload": "ask_fee"}, 400),
    ("text is a number", {"text": 5}, 400),
    ("text is a list", {"text": ["a"]}, 400),
    ("text is an object", {"text": {"a": 1}}, 400),
    ("text is true", {"text": True}, 400),
    ("payload is a number", {"payload": 5}, 400),
    ("conversation is a number", {"conversation": 5, "text": "a"}, 400),
    ("conversation is a list", {"conversation": [], "text": "a"}, 400),
    ("message id is a number", {"text": "a", "message_id": 5}, 400),
    ("message id is empty", {"text": "a", "message_id": ""}, 400),
    ("message id has odd letters", {"text": "a", "message_id": "a b"}, 400),
    ("message id is long", {"text": "a", "message_id": "a" * 65}, 400),
    ("empty text", {"text": ""}, 400),
    ("white space", {"text": " \t\n\u3000\u00a0"}, 400),
    ("nothing visible", {"text": "\u200b\u200d\u2060\ufeff"}, 400),
    ("lone surrogate alone", b'{"text": "\\ud83d"}', 400),
    ("slashes alone", {"text": " // \uff0f "}, 400),
    ("unknown conversation", {"conversation": "nope", "text": "a"}, 404),
    ("empty conversation", {"conversation": "", "text": "a"}, 404),
    ("huge conversation", {"conversation": "x" * 5000, "text": "a"}, 404),
    ("payload without conversation", {"payload": "ask_fee"}, 409),
    ("payload of an unknown conversation", {"conversation": "nope", "payload": "ask_fee"}, 404),
    ("text too long", {"text": "a" * 1001}, 413),
    ("text of 200,000 letters", {"text": "ă" * 200_000}, 413),
    ("body too large", b" " * 65_537, 413),
]


@pytest.mark.parametrize(("body", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_bad_request_is_refused_in_vietnamese(rasa: FakeRasa, chat: Chat, body: Any, status: int) -> None:
    """Whatever is sent, the answer is problem+json that says in Vietnamese what to do; Rasa hears nothing."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = chat.http.post("/api/v1/chat", content=content, headers={"content-type": "application/json"})
    expect_problem(response, status)
    assert rasa.turns == []


def expect_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert {"type", "title", "detail"} <= set(problem)
    assert any(letter in problem["detail"] for letter in "ạảấầậắặếềệọốồộớờợụừựửđươ")
    return dict(problem)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"])
def test_other_kinds_of_body_are_refused(chat: Chat, kind: str) -> None:
    """Only application/json is read: what a foreign page can send without asking is not."""
    response = chat.http.post("/api/v1/chat", content=json.dumps(GOOD), headers={"content-type": kind})
    expect_problem(response, 415)


def test_charset_behind_the_kind_is_fine(chat: Chat) -> None:
    """Parameters of the content type change nothing."""
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert chat.http.post("/api/v1/chat", content=json.dumps(GOOD), headers=headers).status_code == 200


def test_body_size_is_counted_not_believed(chat: Chat) -> None:
    """A body sent in pieces without a length is cut off at the same size."""

    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(100):
            yield b"a" * 1000
        yield b'"}'

    response = chat.http.post("/api/v1/chat", content=pieces(), headers={"content-type": "application/json"})
    expect_problem(response, 413)


@pytest.mark.parametrize(
    "payload", ["ask_fee:other", "ask_fee", "", "/restart", '/ask_fee{"x":"y"}', "x" * 5000, "\u0000"]
)
def test_payload_never_offered_is_refused(rasa: FakeRasa, chat: Chat, payload: str) -> None:
    """Only what this conversation was offered is accepted."""
    conversation = offer(rasa, chat)
    expect_problem(chat.post(conversation=conversation, payload=payload), 409)
    assert rasa.turns == []


def test_payload_offered_to_another_is_refused(rasa: FakeRasa, chat: Chat) -> None:
    """What one person was offered is nothing to another."""
    offer(rasa, chat)
    other = chat.ask("xin chào")["conversation"]
    expect_problem(chat.post(conversation=other, payload="ask_fee:dang-ky-tam-tru"), 409)


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/api/v1/chat", 405),
    ("PUT", "/api/v1/chat", 405),
    ("GET", "/api/v1/chat/nope", 404),
    ("DELETE", "/api/v1/chat/nope", 404),
    ("GET", "/api/v1/nothing", 404),
    ("GET", "/static/../../../etc/passwd", 404),
    ("GET", "/static/%2e%2e%2fapi.py", 404),
    ("GET", "/docs", 404),
    ("POST", "/", 405),
])  # fmt: skip
def test_wrong_address_is_refused_in_the_same_form(chat: Chat, method: str, path: str, status: int) -> None:
    """Also the framework's own refusals are problem+json in Vietnamese."""
    expect_problem(chat.http.request(method, path), status)


# --- odd but valid text ---


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Dang ky tam tru", "Dang ky tam tru"),
        ("Đăng ký tạm trú", "Đăng ký tạm trú"),
        ("Đa\u0306ng ky\u0301 ta\u0323m tru\u0301", "Đăng ký tạm trú"),
        ("xin\u200b chào\u2060", "xin chào"),
        ("\u202exin chào", "xin chào"),
        ("xin\n\n\nchào", "xin chào"),
        ("x" * 1000, "x" * 1000),
        ("{\"a\":1}", "{\"a\":1}"),
        ("null", "null"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)  # fmt: skip
def test_text_is_heard_as_it_is_meant(rasa: FakeRasa, chat: Chat, text: str, heard: str) -> None:
    """Composed or not, with invisible characters or not: Rasa gets one clean line."""
    answer = chat.ask(text)
    assert answer["outcome"]["code"] in OUTCOME_CODES
    assert rasa.messages == [heard]


def test_thousand_decomposed_letters_are_not_too_long(chat: Chat) -> None:
    """The length is counted in letters as they are read, not in the pieces they are typed in."""
    assert chat.post(text="e\u0302\u0301" * 1000).status_code == 200


def test_lone_surrogate_between_words_is_dropped(rasa: FakeRasa, chat: Chat) -> None:
    """Half of a character that JSON can spell reaches nobody."""
    body = b'{"conversation": null, "text": "xin \\ud83d ch\\u00e0o", "\\udc00": "\\udfff"}'
    response = chat.http.post("/api/v1/chat", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200
    assert rasa.messages == ["xin chào"]


@pytest.mark.parametrize("text", ["😀", "👍🏽", "❤️", "🇻🇳", "???", "…", "{}"])
def test_symbols_alone_are_answered_without_rasa(rasa: FakeRasa, chat: Chat, text: str) -> None:
    """A message of signs alone is valid; Rasa would take it for a greeting, so we answer it."""
    answer = chat.ask(text)
    assert answer["outcome"]["code"] == "smalltalk"
    assert answer["replies"][0]["text"]
    assert rasa.turns == []


# --- privacy ---


def test_masked_secret_is_warned_about_before_the_answer(rasa: FakeRasa, chat: Chat) -> None:
    """A message with an ID number is answered, after a sentence of warning; Rasa never sees the number."""
    answer = chat.ask("số CCCD của tôi là 000099999999, làm lại thẻ ở đâu")
    assert answer["outcome"]["code"] == "answered"
    assert "che" in answer["replies"][0]["text"]
    assert answer["replies"][1]["text"].startswith("echo")
    assert "000099999999" not in rasa.messages[0]


def test_masked_phone_is_not_scolded(rasa: FakeRasa, chat: Chat) -> None:
    """A phone number is masked in silence: leaving one's number is no danger."""
    answer = chat.ask("gọi lại cho tôi số 0912000000 nhé")
    assert "0912000000" not in rasa.messages[0]
    assert len(answer["replies"]) == 1


def test_nothing_but_a_secret_is_refused_without_rasa(rasa: FakeRasa, chat: Chat) -> None:
    """A message that is only a private number ends as `privacy`."""
    answer = chat.ask("000099999999")
    assert answer["outcome"]["code"] == "privacy"
    assert rasa.turns == []


# --- answered once ---


def test_same_message_id_is_answered_once(rasa: FakeRasa, chat: Chat) -> None:
    """Sending again gives the same turn and the same words, without asking Rasa again."""
    name = str(uuid.uuid4())
    first = chat.ask("lệ phí?", message_id=name)
    again = chat.ask("lệ phí?", message_id=name)
    inside = chat.ask("lệ phí?", first["conversation"], message_id=name)
    assert first == again == inside
    assert len(rasa.turns) == 1


def test_short_message_ids_count_in_their_conversation(rasa: FakeRasa, chat: Chat) -> None:
    """An id as plain as "1" is good within a conversation and never opens that of another."""
    one, two = chat.ask("một"), chat.ask("hai")
    first = chat.ask("ba", one["conversation"], message_id="1")
    second = chat.ask("bốn", two["conversation"], message_id="1")
    again = chat.ask("ba", one["conversation"], message_id="1")
    assert first == again
    assert second["conversation"] == two["conversation"]
    assert rasa.messages == ["một", "hai", "ba", "bốn"]


@pytest.mark.parametrize("known", [True, False])
def test_parallel_posts_of_one_message_ask_rasa_once(rasa: FakeRasa, chat: Chat, known: bool) -> None:
    """Twenty deliveries at once, in a new conversation or a known one, get one and the same answer."""
    conversation = chat.ask("xin chào")["conversation"] if known else None
    rasa.turns.clear()
    rasa.script = lambda turn: say("Miễn phí", delay=0.2)
    name = str(uuid.uuid4())
    answers = in_parallel(20, lambda number: chat.ask("lệ phí?", conversation, message_id=name))
    assert len({json.dumps(answer) for answer in answers}) == 1
    assert len(rasa.turns) == 1


def test_messages_of_a_conversation_are_answered_in_order(rasa: FakeRasa, chat: Chat) -> None:
    """Twenty posts at once: each has its own answer, Rasa gets one at a time, in the order they were stored."""
    conversation = chat.ask("xin chào")["conversation"]
    rasa.turns.clear()
    rasa.script = lambda turn: say(f"echo {turn.message}", delay=0.01)
    answers = in_parallel(20, lambda number: chat.ask(f"câu số {number} là gì", conversation))
    heard = [answer["replies"][0]["text"] for answer in answers]
    assert heard == [f"echo câu số {number} là gì" for number in range(20)]
    assert rasa.messages == [turn["text"] for turn in chat.history(conversation)][1:]
    assert rasa.overlaps == []


def test_stuck_conversation_does_not_hold_up_another(rasa: FakeRasa, chat: Chat) -> None:
    """While one person's turn is stuck, another's is asked: the two are in Rasa at the same time."""
    other_came = threading.Event()

    def script(turn: RasaTurn) -> Behaviour:
        if turn.message == "kẹt":
            return say("thấy người khác") if other_came.wait(5) else SILENT
        other_came.set()
        return say("xong")

    rasa.script = script
    found = in_parallel(2, lambda number: chat.ask(("kẹt", "khác")[number]))
    assert [answer["replies"][0]["text"] for answer in found] == ["thấy người khác", "xong"]


def in_parallel(count: int, work: Any) -> list[Any]:
    results: list[Any] = [None] * count
    threads = [threading.Thread(target=lambda n=n: results.__setitem__(n, work(n))) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in results
    return results


# --- failures of Rasa ---


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (SILENT, "error_rasa"),
        (HANG, "error_rasa"),
        (Behaviour(raw=b"{}"), "error_action"),
        (say("Trục trặc rồi", "error_action"), "error_action"),
    ],
)
def test_failure_of_rasa_is_an_outcome_with_a_sentence(
    rasa: FakeRasa, chat: Chat, behaviour: Behaviour, code: str
) -> None:
    """Silence, hanging and nonsense are answered with an apology; the turn is closed and asked once."""
    rasa.script = lambda turn: behaviour
    answer = chat.ask("lệ phí?")
    assert answer["outcome"]["code"] == code
    assert len(answer["replies"][0]["text"]) > 10
    assert len(rasa.turns) == 1
    rasa.script = echo
    assert chat.ask("lệ phí?", answer["conversation"])["outcome"]["code"] == "answered"


# --- looking back and erasing ---


def test_history_is_what_was_said(rasa: FakeRasa, chat: Chat) -> None:
    """After a reload the page finds every turn: masked words, outcome, replies with their choices, and the time."""
    conversation = offer(rasa, chat)
    chat.choose("ask_fee:dang-ky-tam-tru", conversation)
    chat.ask("CCCD tôi 000099999999 mất rồi", conversation)
    turns = chat.history(conversation)
    assert [turn["text"] for turn in turns][:2] == ["tạm trú", "Lệ phí"]
    assert "000099999999" not in json.dumps(turns)
    assert turns[0]["replies"][0]["choices"][0]["title"] == "Lệ phí"
    assert set(turns[0]) == {"turn", "text", "outcome", "replies", "received_at"}
    assert turns[0]["received_at"].endswith("Z")


def test_erased_conversation_is_gone(rasa: FakeRasa, chat: Chat) -> None:
    """After erasing, nobody can look back or go on, and a second erasing says so."""
    conversation = chat.ask("xin chào")["conversation"]
    assert chat.http.delete(f"/api/v1/chat/{conversation}").status_code == 204
    expect_problem(chat.http.get(f"/api/v1/chat/{conversation}"), 404)
    expect_problem(chat.post(conversation=conversation, text="còn không"), 404)
    expect_problem(chat.http.delete(f"/api/v1/chat/{conversation}"), 404)


def test_erasing_during_an_answer_ends_it(rasa: FakeRasa, chat: Chat) -> None:
    """Who erases while an answer is on its way gets no answer, and nothing is written afterwards."""
    conversation = chat.ask("xin chào")["conversation"]
    rasa.script = lambda turn: say("muộn", delay=0.5)
    found: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: found.append(chat.post(conversation=conversation, text="chậm")))
    waiting.start()
    wait_until(lambda: len(rasa.turns) == 2)
    assert chat.http.delete(f"/api/v1/chat/{conversation}").status_code == 204
    waiting.join()
    expect_problem(found[0], 404)


# --- limits ---


def test_limit_of_a_conversation(rasa: FakeRasa, tmp_path: Path) -> None:
    """Beyond the limit the answer is 429 with the seconds to wait; other conversations go on."""
    with serve(settings_for(tmp_path, rasa.port, congdanso_rate_limit="3/minute")) as chat:
        conversation = chat.ask("một")["conversation"]
        found = Counter(chat.post(conversation=conversation, text="nữa").status_code for _ in range(5))
        assert found == {200: 3, 429: 2}
        refused = chat.post(conversation=conversation, text="nữa")
        expect_problem(refused, 429)
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert chat.post(text="người khác").status_code == 200


def test_limit_of_an_address(rasa: FakeRasa, tmp_path: Path) -> None:
    """The address that counts is the one our proxy saw; a header that a stranger wrote counts nothing."""
    changes = {
        "congdanso_rate_limit": "100/minute",
        "congdanso_address_limit": "2/minute",
        "trusted_proxies": "127.0.0.1",
    }
    with serve(settings_for(tmp_path, rasa.port, **changes)) as chat:

        def post(forwarded: str) -> int:
            return chat.http.post("/api/v1/chat", json=GOOD, headers={"x-forwarded-for": forwarded}).status_code

        assert [post("203.0.113.7") for _ in range(3)] == [200, 200, 429]
        assert post("203.0.113.8") == 200
        assert post("198.51.100.1, 203.0.113.7") == 429


def test_forwarded_header_of_a_stranger_is_ignored(rasa: FakeRasa, tmp_path: Path) -> None:
    """Without a trusted proxy nobody escapes the limit by writing a header."""
    changes = {"congdanso_rate_limit": "100/minute", "congdanso_address_limit": "2/minute"}
    with serve(settings_for(tmp_path, rasa.port, **changes)) as chat:
        found = [
            chat.http.post("/api/v1/chat", json=GOOD, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
            for n in range(4)
        ]
    assert found == [200, 200, 429, 429]
