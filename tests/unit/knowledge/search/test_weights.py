"""The fitted weights and the search that finds them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from knowledge.search.weights import WEIGHTS_PATH, Weights, fitted_weights
from tests.quality.fit_weights import BANDS, RANKING, descend


class Valley:
    """A loss that is lowest at one point; the questions do not matter."""

    def __init__(self, **lowest: float) -> None:
        self._lowest = lowest

    def loss(self, weights: Weights, places: Sequence[int]) -> float:
        return sum(abs(getattr(weights, name) - value) for name, value in self._lowest.items())


def test_stored_weights_say_what_they_were_fitted_on() -> None:
    """The file holds known weights only, and with them the date, the sets of questions and the held-out loss."""
    stored = yaml.safe_load(WEIGHTS_PATH.read_text(encoding="utf-8"))
    assert set(stored["weights"]) <= {*RANKING, *BANDS}
    assert {"date", "questions, each in two styles", "held-out loss"} <= stored["fit"].keys()
    assert (fitted_weights() == Weights()) == (not stored["weights"])


def test_fitted_weights_are_used_only_when_they_win_on_unseen_questions() -> None:
    """Folds that never saw the questions decide; where the fit did not win, the weights set by hand stay."""
    stored = yaml.safe_load(WEIGHTS_PATH.read_text(encoding="utf-8"))
    loss = stored["fit"]["held-out loss"]
    assert bool(stored["weights"]) == (loss["fitted"] < loss["hand"])


def test_misspelt_weight_is_refused(tmp_path: Path) -> None:
    """A name that is no weight stops the start instead of being ignored."""
    path = tmp_path / "weights.yml"
    path.write_text("weights: {preccision: 0.3}", encoding="utf-8")
    with pytest.raises(TypeError, match="preccision"):
        fitted_weights(path)


def test_fitted_names_are_weights() -> None:
    """What the fit moves exists."""
    assert {*RANKING, *BANDS} <= {field.name for field in fields(Weights)}


def test_descent_walks_towards_the_lowest_loss() -> None:
    """Weights move in the direction that lowers the loss, of both kinds, and the others stay."""
    hand = Weights()
    valley = Valley(lone_word=hand.lone_word - RANKING["lone_word"], spread=hand.spread + 2 * BANDS["spread"])
    best = descend(valley, hand, (), 4, random.Random(3))  # type: ignore[arg-type]
    assert best.lone_word == pytest.approx(hand.lone_word - RANKING["lone_word"])
    assert best.spread == pytest.approx(hand.spread + 2 * BANDS["spread"])
    assert best.alias_share == hand.alias_share


def test_descent_is_the_same_for_the_same_seed() -> None:
    """A fit can be repeated."""
    valley = Valley(lone_word=0.1, spread=0.9, answer_margin=0.2)
    once, again = (descend(valley, Weights(), (), 2, random.Random(5)) for _ in range(2))  # type: ignore[arg-type]
    assert once == again
