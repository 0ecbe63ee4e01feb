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
SCAM = "report_scam"
REFUSAL = "out_of_scope"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Hesitation(IntentClassifier, GraphComponent):
    """Turns a weak guess into `nlu_fallback`, which is answered with a search and an overview.

    A question may be guessed loosely. Small talk or a command has to be clear, a refusal clearer still, because there
    the resident would get no answer at all. A scam is taken for one even when something else is likelier: the
    warning costs a line, its lack may cost the resident's savings.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Return what has to come before: the classifier."""
        return [LinearIntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the least confidences (0..1): of a question, talk or command, a refusal, a scam in second place."""
        return {"question": 0.4, "other": 0.45, "refusal": 0.55, "scam": 0.4}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._least = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Hesitation:
        """Return the component with its least confidences."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent of each message anew; what the classifier said stays in the ranking."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY)
            chosen = self._choose(ranking)
            message.set(INTENT, chosen, add_to_output=True)
            others = [guess for guess in ranking if guess is not chosen]
            message.set(INTENT_RANKING_KEY, [chosen, *others], add_to_output=True)
        return messages

    def _choose(self, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
        best = ranking[0]
        for guess in ranking:
            if guess["name"] == SCAM and guess["confidence"] >= self._least["scam"]:
                return guess
        if best["confidence"] >= self._least[kind(best["name"])]:
            return best
        return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": best["confidence"]}


def kind(intent: str) -> str:
    """Return which of the least confidences an intent has to reach."""
    if intent == REFUSAL:
        return "refusal"
    return "question" if intent.startswith(SEARCHED) and intent not in TALK else "other"
