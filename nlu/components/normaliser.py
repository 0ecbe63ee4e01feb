"""First step of the pipeline: writes a message the way the rest of it reads, and keeps the original."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.text import Lexicon, normalise
from nlu.lexicon import load_lexicon

NORMALISED = "normalised"
"""The message's property with the text that is understood; `text` stays as it was typed."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class VietnameseNormaliser(GraphComponent):
    """Cleans Unicode, places tone marks, shortens held letters and writes abbreviations out.

    Our own buttons ("/ask_fee{...}") are left empty: Rasa reads them by their form alone.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VietnameseNormaliser:
        """Return the component with the bot's lexicon. Raises LexiconError when a row of it is wrong."""
        return cls(load_lexicon())

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the normalised text to each message."""
        for message in messages:
            text = message.get(TEXT)
            if text is not None:
                message.set(NORMALISED, "" if text.startswith("/") else normalise(text, self._lexicon))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the normalised text to each training example."""
        self.process(training_data.training_examples)
        return training_data
