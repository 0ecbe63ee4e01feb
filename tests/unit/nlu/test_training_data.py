"""The training sentences and what is made of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.text import fold
from nlu.manifest import ROOT
from nlu.training_data import (
    BLANKS,
    TrainingDataError,
    examples,
    filled,
    official_names,
    read_chat_style,
    read_lookups,
    read_sentences,
)
from nlu.twins import twins

INTENTS = [
    intent
    for intent in yaml.safe_load((ROOT / "bot/domain/intents.yml").read_text(encoding="utf-8"))["intents"]
    if intent != "nlu_fallback"
]


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_at_least_forty_sentences(intent: str) -> None:
    """An intent is taught by at least forty different sentences, twins not counted."""
    assert len({sentence.text for sentence in read_sentences() if sentence.intent == intent}) >= 40


def test_no_sentence_is_taught_under_two_intents() -> None:
    """The same words never teach two meanings; without marks some do (đúng and dừng), as they do for people."""
    meanings: dict[str, set[str]] = {}
    for sentence in read_sentences():
        meanings.setdefault(sentence.text.lower(), set()).add(sentence.intent)
    assert {text: found for text, found in meanings.items() if len(found) > 1} == {}


def test_no_sentence_is_written_twice() -> None:
    """A second copy would only weigh the first."""
    assert [sentence for sentence, times in Counter(read_sentences()).items() if times > 1] == []


def test_every_file_is_an_intent_of_the_domain() -> None:
    """A file of sentences for an intent that the domain does not know would break the training."""
    assert {sentence.intent for sentence in read_sentences()} == set(INTENTS)


def test_no_blank_is_left_unfilled() -> None:
    """Every <blank> is one that a lookup fills."""
    assert [example for example in examples() if "<" in example.text or ">" in example.text] == []


def test_every_sentence_has_its_unmarked_twin() -> None:
    """Whatever is taught with marks is taught without, too."""
    taught = {(example.intent, example.text) for example in examples()}
    for sentence in filled(read_sentences(), read_lookups()):
        assert (sentence.intent, fold(sentence.text)) in taught


def test_same_names_occur_under_every_aspect() -> None:
    """Each aspect is asked about a good 150 procedures, so that the question is learnt and not the procedure."""
    names, taught = read_lookups()["<thủ tục>"], examples()
    of_no_procedure = ("ask_human", "ask_identity", "ask_new_unit")
    for intent in (name for name in INTENTS if name.startswith("ask_") and name not in of_no_procedure):
        texts = "\n".join(example.text for example in taught if example.intent == intent)
        assert sum(name in texts for name in names) >= 150, intent


def test_official_names_are_put_together_from_their_parts() -> None:
    """Each object of the list gets two acts, once with a tail."""
    names = official_names()
    assert len(names) == len(set(names))
    assert "cấp giấy phép khai thác nước mặt" in names


def test_twins_are_the_same_at_every_call() -> None:
    """Training twice from the same files gives the same examples."""
    assert examples() == examples()


def test_text_is_no_twin_of_itself() -> None:
    """An unmarked sentence is not repeated as its own twin."""
    assert "bye" not in twins("bye", read_chat_style())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("intent: greet\nsentences: [chào, 2]", "in quotes"),
        ("intent: other\nsentences: [chào]", "the name of the file"),
        ("intent: greet\nsentences: []", "a list of texts"),
        ("- chào", "must be a mapping"),
        ("intent: [", "not YAML"),
    ],
)
def test_wrong_file_is_named_with_what_to_write(content: str, said: str, tmp_path: Path) -> None:
    """An editor's mistake is told by file and remedy."""
    (tmp_path / "greet.yml").write_text(content, encoding="utf-8")
    with pytest.raises(TrainingDataError, match=rf"greet\.yml: .*{said}"):
        read_sentences(tmp_path)


def test_every_blank_has_its_lookup() -> None:
    """The names for each blank are there and are different ones."""
    for blank in BLANKS:
        names = read_lookups()[blank]
        assert len(names) == len(set(names)) >= 25, blank
