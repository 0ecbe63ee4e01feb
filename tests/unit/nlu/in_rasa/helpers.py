"""What the checks of the components share: messages, and storage in a temporary folder."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

from rasa.engine.graph import ExecutionContext, GraphSchema  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.shared.nlu.constants import INTENT, TEXT  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402

from nlu.components.normaliser import VietnameseNormaliser  # noqa: E402
from nlu.components.tokeniser import VietnameseTokeniser  # noqa: E402

CONTEXT = ExecutionContext(GraphSchema({}), node_name="checked")


def storage() -> tuple[LocalModelStorage, Resource]:
    """Return an empty model to write into."""
    return LocalModelStorage.create(Path(tempfile.mkdtemp())), Resource("checked")


def component(kind: Any, model: LocalModelStorage, resource: Resource, loaded: bool = False, **settings: Any) -> Any:
    """Return a component with its default settings, new or as stored in the model."""
    make = kind.load if loaded else kind.create
    return make({**kind.get_default_config(), **settings}, model, resource, CONTEXT)


def read(texts: Iterable[str]) -> list[Message]:
    """Return messages that went through the normaliser and the tokeniser."""
    model, resource = storage()
    messages = [Message({TEXT: text}) for text in texts]
    component(VietnameseNormaliser, model, resource).process(messages)
    return component(VietnameseTokeniser, model, resource).process(messages)


def examples(rows: Iterable[tuple[str, str]]) -> TrainingData:
    """Return (intent, text) rows as training data that went through the normaliser and the tokeniser."""
    model, resource = storage()
    data = TrainingData([Message({TEXT: text, INTENT: intent}) for intent, text in rows])
    component(VietnameseNormaliser, model, resource).process_training_data(data)
    return component(VietnameseTokeniser, model, resource).process_training_data(data)
