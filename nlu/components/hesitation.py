"""Last step of the pipeline: owns up to not knowing, so that a question is searched instead of misread."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from nlu.components.classifier import LinearIntentClassifier

SEARCHED = "ask_"
"""Intents that lead to a search. Reading one of them as another costs the aspect, not the answer."""
TALK = ("ask_human", "ask_identity")
"""The two intents of that spelling that do not."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Hesitation(IntentClassifier, GraphComponent):
    """Turns a weak guess into `nlu_fallback`, which is answered with a search and an overview.

    Two bars: a question may be guessed loosely, but small talk, a command or a refusal has to be clear, because
    there the resident would get no answer at all.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Return what has to come before: the classifier."""
        return [LinearIntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the two bars, each the least confidence (0..1)."""
        return {"question": 0.3, "other": 0.45}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._bars = config

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Hesitation:
        """Return the component with its bars."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Replace the intent of each message that is under its bar; the guess stays second in the ranking."""
        for message in messages:
            best = message.get(INTENT)
            if best["confidence"] < self._bars["question" if is_question(best["name"]) else "other"]:
                unsure = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": best["confidence"]}
                message.set(INTENT, unsure, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [unsure, *message.get(INTENT_RANKING_KEY)], add_to_output=True)
        return messages


def is_question(intent: str) -> bool:
    """Tell whether the intent asks about a procedure, so that it is answered by a search."""
    return intent.startswith(SEARCHED) and intent not in TALK
