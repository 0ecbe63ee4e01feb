"""S10: whatever a resident types, Rasa never reads it as a command."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.errors import EmptyMessage
from channels.intake import take_in
from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat

COMMANDS = ["restart", "session_start", 'ask_fee{"x":"y"}', 'ask_fee{"entry": "dang-ky-tam-tru"}']
SPELLINGS = [
    "/{}",
    " /{}",
    "\n/{}",
    "\uff0f{}",  # full-width slash
    "\u2044{}",  # fraction slash
    "\u2215{}",  # division slash
    "\u29f8{}",  # big solidus
    "\\{}",
    "//{}",
    "/ /{}",
    "\u200b/{}",  # after a zero-width space
    "\u202e/{}",  # after a direction mark
    "\ufeff/{}",
    "\u00a0\u3000/{}",
    "/\u200b/{}",
    "\U000e002f/{}",  # after a tag
    "\t\uff0f/\u2215 {}",
    "/\ufe0f{}",
    "\u0338/{}",  # after a combining stroke
    "\ud83d/{}",  # after half of a character
]


def looks_like_command(message: str) -> bool:
    return unicodedata.normalize("NFKC", message).strip().startswith("/")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_typed_command_reaches_rasa_as_plain_words(rasa: FakeRasa, chat: Chat, spelling: str, command: str) -> None:
    """Every spelling of a leading slash is taken away; the words behind it are heard as words."""
    rasa.turns.clear()
    answer = chat.ask(spelling.format(command))
    assert answer["outcome"]["code"] == "answered"
    (message,) = rasa.messages
    assert not looks_like_command(message)
    assert message.endswith(command.split("{", maxsplit=1)[0]) or "{" in message


@pytest.mark.parametrize("message_id", ["/restart", "a/../b"])
def test_command_in_another_field_is_refused(chat: Chat, message_id: str) -> None:
    """No other field of a post reaches Rasa as it was sent."""
    assert chat.post(text="xin chào", message_id=message_id).status_code == 400


def test_title_that_looks_like_a_payload_is_words(rasa: FakeRasa, chat: Chat) -> None:
    """A payload typed as text, without having been offered, is words for Rasa."""
    rasa.turns.clear()
    chat.ask("ask_fee:dang-ky-tam-tru")
    assert rasa.messages == ["ask_fee:dang-ky-tam-tru"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    head=st.text(alphabet="/\\\uff0f\u2044\u2215\u29f8 \n\t\u200b\u202e\ufeff\u0338\ufe0f[]", max_size=12),
    tail=st.text(),
)
def test_no_text_at_all_becomes_a_command(head: str, tail: str) -> None:
    """Property: what the journal takes in never starts with a slash, after any normalisation."""
    try:
        safe = take_in(head + tail)
    except EmptyMessage:
        return
    assert not looks_like_command(safe.text)
    assert safe.text == safe.text.strip()
    safe.text.encode()
