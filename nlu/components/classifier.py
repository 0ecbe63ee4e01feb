"""Fourth step of the pipeline: scores every intent, one straight line through the features for each."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, List, Sequence, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from nlu.components.featuriser import MarkedAndUnmarkedFeaturiser

LINES = "lines.npz"
"""The trained numbers: `intents`, `slopes` (intents x features), `offsets`. Loaded without pickle."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Logistic regression, one intent against the rest, by averaged gradient descent.

    As good as Rasa's own LogisticRegressionClassifier on our sentences at a tenth of the training time, and it needs
    no scikit-learn to answer (docs/understanding.md has the figures).
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Return what has to come before: our featuriser."""
        return [MarkedAndUnmarkedFeaturiser]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        Rounds over the data; strength of the pull to zero; how far small intents are weighted up (0 not at all, 1 until
        all count the same); intents listed with a message.
        """
        return {"rounds": 15, "pull_to_zero": 3e-6, "evenness": 0.5, "ranking_length": 3}

    def __init__(
        self,
        config: Dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        intents: List[str],
        slopes: np.ndarray,
        offsets: np.ndarray,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._use(intents, slopes, offsets)

    def _use(self, intents: List[str], slopes: np.ndarray, offsets: np.ndarray) -> None:
        self._intents = intents
        # One message touches some hundred features: its slopes should lie together in memory.
        self._slopes = np.ascontiguousarray(slopes.T, dtype=np.float32)
        self._offsets = offsets.astype(np.float32)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Return an untrained component."""
        return cls(config, model_storage, resource, [], np.zeros((0, 0)), np.zeros(0))

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Return the trained component. Raises ValueError when the model holds no lines."""
        with model_storage.read_from(resource) as folder, np.load(folder / LINES, allow_pickle=False) as lines:
            intents = [str(intent) for intent in lines["intents"]]
            return cls(config, model_storage, resource, intents, lines["slopes"], lines["offsets"])

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the lines to the training examples and store them in the model."""
        from sklearn.linear_model import SGDClassifier  # needed for training alone: a second to import

        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        meant = [message.get(INTENT) for message in examples]
        fitted = SGDClassifier(
            loss="log_loss",
            alpha=self._config["pull_to_zero"],
            max_iter=self._config["rounds"],
            tol=None,
            average=True,
            random_state=0,
        ).fit(
            vstack([row(message) for message in examples]),
            meant,
            sample_weight=weights(meant, self._config["evenness"]),
        )
        self._use(list(fitted.classes_), fitted.coef_, fitted.intercept_)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / LINES,
                intents=np.array(self._intents, dtype=str),
                slopes=fitted.coef_.astype(np.float32),
                offsets=fitted.intercept_,
            )
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the best intent and the next best ones of each message, with confidences that sum to 1 over all."""
        for message in messages:
            confidences = self._confidences(row(message))
            best_first = np.argsort(-confidences)[: self._config["ranking_length"]]
            ranking = [{"name": self._intents[at], "confidence": float(confidences[at])} for at in best_first]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _confidences(self, features: csr_matrix) -> np.ndarray:
        heights = features.data @ self._slopes[features.indices] + self._offsets
        chances = 1 / (1 + np.exp(-heights))
        return chances / chances.sum()


def weights(meant: Sequence[str], evenness: float) -> np.ndarray:
    """Return how much each example counts: more in an intent that has few of them."""
    sizes = Counter(meant)
    mean = len(meant) / len(sizes)
    return np.array([(mean / sizes[intent]) ** evenness for intent in meant])


def row(message: Message) -> csr_matrix:
    """Return the features of a message, 1 x columns."""
    _, sentence = message.get_sparse_features(TEXT)
    return sentence.features
