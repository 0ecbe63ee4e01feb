"""What the comparison of pipelines counts, and that nothing taught is asked again."""

from __future__ import annotations

import pytest

from nlu.training_data import examples
from tests.bench.nlu.scores import Read, by_style, macro_f1, percentile, score
from tests.bench.nlu.sentences import Asked, Fold, folds, groups, held_out
from tests.quality.test_intents import held_out as quality_sentences


def read(meant: str, understood: str, guess: str = "", style: str = "marked") -> Read:
    """Return an invented reading."""
    return Read(Asked(meant, style, "…"), understood, guess or understood, 0.001)


@pytest.fixture(scope="module")
def parts() -> list[Fold]:
    """The five folds."""
    return list(folds(5))


def test_nothing_that_was_taught_is_asked(parts: list[Fold]) -> None:
    """Twins and fillings of one written sentence lie in one fold: no text is both taught and asked."""
    for part in parts:
        assert {row.text for row in part.taught} & {row.text for row in part.asked} == set()


def test_every_fold_asks_every_intent_in_every_style(parts: list[Fold]) -> None:
    """Folds are alike: each asks all intents, in three styles, and is about a fifth of the whole."""
    intents = {example.intent for example in examples()}
    total = sum(len(part.asked) for part in parts)
    for part in parts:
        assert {row.intent for row in part.asked} == intents
        assert {row.style for row in part.asked} == {"marked", "unmarked", "teencode"}
        assert 0.15 < len(part.asked) / total < 0.25


def test_folds_are_the_same_at_every_run(parts: list[Fold]) -> None:
    """Two runs can be compared: the same sentences are taught and asked."""
    assert next(folds(5)) == parts[0]


def test_groups_are_all_training_examples() -> None:
    """A blank that stands alone is a group for each name, so that one fold does not ask all of them."""
    found = groups()
    assert len(found) > len({group.written for group in found})
    assert all(len(group.fillings) <= 3 for group in found)


def test_held_out_sentences_are_those_of_the_quality_tests() -> None:
    """The comparison asks what tests/quality asks."""
    ours = {(one.intent, one.style, one.text) for one in held_out().asked}
    assert ours == {(one.intent, one.style, one.text) for one in quality_sentences()}


def test_doubt_counts_as_not_understood() -> None:
    """A fallback is no understanding; the guess before it is reported beside."""
    rows = [read("greet", "greet"), read("greet", "nlu_fallback", "greet"), read("thank", "greet")]
    assert score(rows).accuracy == pytest.approx(1 / 3)
    assert score(rows).guess == pytest.approx(2 / 3)


def test_macro_f1_weighs_small_intents_like_large_ones() -> None:
    """Mean over the intents meant, of twice the right ones by those meant and those read."""
    rows = [read("greet", "greet")] * 3 + [read("thank", "greet"), read("thank", "thank")]
    assert macro_f1(rows) == pytest.approx((2 * 3 / (3 + 4) + 2 * 1 / (2 + 1)) / 2)


def test_styles_are_counted_apart() -> None:
    """Each style has its own share."""
    rows = [read("greet", "greet"), read("greet", "thank", style="unmarked"), read("greet", "greet", style="teencode")]
    assert {name: found.accuracy for name, found in by_style(rows).items() if name != "all"} == {
        "with marks": 1.0,
        "without marks": 0.0,
        "noisy": 1.0,
    }
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 3.0
