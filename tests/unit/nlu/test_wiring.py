"""Domain, rules, training, held-out sentences and actions speak of the same things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.replies import ASPECTS
from nlu.manifest import ROOT


def load(pattern: str) -> list[dict[str, Any]]:
    """Read the YAML files that match."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob(pattern))]


TYPED = set(load("bot/domain/intents.yml")[0]["intents"])
TAPPED = set(load("bot/domain/buttons.yml")[0]["intents"])
INTENTS = TYPED | TAPPED
ACTIONS = set(load("bot/domain/actions.yml")[0]["actions"])
RULES = [rule for file in load("bot/rules/*.yml") for rule in file["rules"]]


def test_every_intent_has_exactly_one_rule() -> None:
    """Whatever is understood ends in an action, also when nothing is (nlu_fallback)."""
    assert sorted(rule["steps"][0]["intent"] for rule in RULES) == sorted(INTENTS)


def test_every_rule_is_one_intent_and_one_action_of_the_domain() -> None:
    """A turn is one action; it speaks and Rasa listens again."""
    for rule in RULES:
        assert [*rule["steps"][0], *rule["steps"][1]] == ["intent", "action"], rule
        assert len(rule["steps"]) == 2
        assert rule["steps"][1]["action"] in ACTIONS


def test_every_action_of_the_domain_has_its_file() -> None:
    """One action, one file, the same name."""
    missing = [action for action in ACTIONS if not (ROOT / "actions" / f"{action}.py").exists()]
    assert missing == []


def test_every_aspect_has_its_intent() -> None:
    """What an answer can tell about, a resident can ask about; the overview is asked with ask_procedure."""
    assert {f"ask_{aspect}" for aspect in ASPECTS if aspect != "overview"} <= INTENTS


def test_every_taught_intent_is_measured() -> None:
    """An intent that is typed has its file of training sentences and its file of held-out ones, under the same name."""
    taught = {path.stem for path in Path(ROOT / "nlu/training").glob("*.yml")}
    measured = {path.stem for path in Path(ROOT / "tests/quality/intents").glob("*.yml")}
    assert taught == measured == TYPED - {"nlu_fallback"}


def test_pipeline_is_our_own() -> None:
    """nlu/placeholders.py stands in for TensorFlow: a part of Rasa's that needs it must not get into the pipeline."""
    settings = load("config.yml")[0]
    assert all(part["name"].startswith("nlu.components.") for part in settings["pipeline"])
    assert [policy["name"] for policy in settings["policies"]] == ["RulePolicy"]


def test_slots_are_set_by_actions_alone() -> None:
    """No message of a resident sets a slot, and no slot bends a rule."""
    for slot in load("bot/domain/memory.yml")[0]["slots"].values():
        assert slot["mappings"] == [{"type": "custom"}]
        assert slot["influence_conversation"] is False
