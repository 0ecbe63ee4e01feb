"""Trains a Rasa model from the files of this project, without Rasa's command line and its cache."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Callable, Dict

from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext, GraphModelConfiguration, GraphNodeHook
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.exceptions import RasaException

from bot.text import LexiconError
from nlu.importer import ResidentSentences
from nlu.manifest import ROOT, ModelError
from nlu.training_data import TrainingDataError

STAGES = {
    "VietnameseNormaliser": "writing the sentences in one spelling",
    "VietnameseTokeniser": "finding the words",
    "MarkedAndUnmarkedFeaturiser": "choosing the features",
    "LinearIntentClassifier": "learning the intents",
    "RulePolicy": "reading the rules",
}
"""What a person sees while each part works."""


def train_model(file: Path, say: Callable[[str], None]) -> None:
    """Train and write the model file. Raises ModelError that says which input is wrong."""
    importer = ResidentSentences(str(ROOT / "config.yml"), str(ROOT / "bot/domain"), [str(ROOT / "bot/rules")])
    try:
        settings = importer.get_config()
        plan = Recipe.recipe_for_name(settings["recipe"]).graph_config_for_recipe(
            settings, {}, training_type=TrainingType.BOTH
        )
        validate(plan)
        say(f"{len(importer.get_nlu_data().training_examples)} examples from nlu/training, twins included")
        _run(plan, importer, file, say)
    except (RasaException, TrainingDataError, LexiconError) as error:
        raise ModelError(_reason(error)) from error


def _run(plan: GraphModelConfiguration, importer: ResidentSentences, file: Path, say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        runner = DaskGraphRunner.create(
            graph_schema=plan.train_schema,
            model_storage=storage,
            execution_context=ExecutionContext(graph_schema=plan.train_schema),
            hooks=[_Progress(say)],
        )
        runner.run(inputs={PLACEHOLDER_IMPORTER: importer})
        storage.create_model_package(file, plan, importer.get_domain())


def _reason(error: BaseException) -> str:
    """Return the first line of what went wrong first: Rasa wraps an error of a part in its own."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {error}".splitlines()[0]


class _Progress(GraphNodeHook):
    """Says which part is at work."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said = ""

    def on_before_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: Dict[str, Any],
        received_inputs: Dict[str, Any],
    ) -> Dict[str, Any]:
        stage = next((text for name, text in STAGES.items() if name in node_name), "")
        if stage and stage != self._said:
            self._said = stage
            self._say(stage)
        return {}

    def on_after_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: Dict[str, Any],
        output: Any,
        input_hook_data: Dict[str, Any],
    ) -> None:
        """Nothing to do: the next part says its own name."""
