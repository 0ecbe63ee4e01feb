"""Third step of the pipeline: the sentence as a row of numbers, one column for each feature met in training."""

from __future__ import annotations

import json
from collections import Counter
from math import log, sqrt
from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from nlu.components.normaliser import NORMALISED
from nlu.components.tokeniser import VietnameseTokeniser
from nlu.features import features

VOCABULARY = "vocabulary.json"
"""{feature: weight} in the order of the columns. JSON: a model file must not be able to run code."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MarkedAndUnmarkedFeaturiser(SparseFeaturizer, GraphComponent):
    """Sees each text with its marks and without, so that both ways of typing have columns of their own.

    A column's weight grows with the rareness of its feature; rows have length 1.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Return what has to come before: a tokeniser, after the normaliser."""
        return [VietnameseTokeniser, Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings: a feature met in fewer than `least_sentences` gets no column."""
        return {**SparseFeaturizer.get_default_config(), "least_sentences": 2}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Accept any settings; there is one, and it has a default."""

    def __init__(
        self, config: Dict[str, Any], name: str, storage: ModelStorage, resource: Resource, weights: Dict[str, float]
    ) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._use(weights)

    def _use(self, weights: Dict[str, float]) -> None:
        self._columns = {feature: column for column, feature in enumerate(weights)}
        self._weights = list(weights.values())

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MarkedAndUnmarkedFeaturiser:
        """Return an untrained component."""
        return cls(config, execution_context.node_name, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MarkedAndUnmarkedFeaturiser:
        """Return the trained component. Raises ValueError when the model has no vocabulary."""
        with model_storage.read_from(resource) as folder:
            weights = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        return cls(config, execution_context.node_name, model_storage, resource, weights)

    def train(self, training_data: TrainingData) -> Resource:
        """Choose the columns from the training examples and store them in the model."""
        met: Counter[str] = Counter()
        for message in training_data.training_examples:
            met.update(seen(message))
        total = len(training_data.training_examples)
        least = self._config["least_sentences"]
        self._use({name: round(1 + log((1 + total) / (1 + n)), 4) for name, n in sorted(met.items()) if n >= least})
        with self._storage.write_to(self._resource) as folder:
            weights = dict(zip(self._columns, self._weights, strict=True))
            (folder / VOCABULARY).write_text(json.dumps(weights, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the row to each message."""
        for message in messages:
            if message.get(TEXT) is not None:
                self.add_features_to_message(None, self._row(message), TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the row to each training example."""
        self.process(training_data.training_examples)
        return training_data

    def _row(self, message: Message) -> csr_matrix:
        columns = sorted(self._columns[name] for name in seen(message) if name in self._columns)
        weights = [self._weights[column] for column in columns]
        length = sqrt(sum(weight * weight for weight in weights)) or 1.0
        values = np.array(weights, dtype=np.float64) / length
        return csr_matrix((values, columns, [0, len(columns)]), shape=(1, len(self._columns)))


def seen(message: Message) -> "set[str]":
    """Return the names of the features of a message that went through the normaliser and the tokeniser."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or ()
    return set(features(message.get(NORMALISED) or "", [token.text for token in tokens]))
