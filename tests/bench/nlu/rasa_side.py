"""The half of the comparison inside Rasa's environment, one process a job: `train`, or `read` line by line."""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["LOG_LEVEL"] = "ERROR"


def main() -> None:
    """Do one job; the last line on standard output is its report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=("train", "read"))
    parser.add_argument("pipeline", choices=("stock", "ours"))
    parser.add_argument("model", type=Path)
    parser.add_argument("--taught", type=Path, help="JSON lines of [intent, text]")
    parser.add_argument("--epochs", type=int, default=100)
    options = parser.parse_args()
    without_tensorflow(options.pipeline, options.job)
    if options.job == "train":
        report(train(options.pipeline, options.taught, options.model, options.epochs))
    else:
        read_lines(options.pipeline, options.model)


def without_tensorflow(pipeline: str, job: str) -> None:
    """Start each as its users start it: ours stands in for packages that it never uses, stock imports them all."""
    from nlu.quiet import quiet

    quiet("ERROR")
    if pipeline == "ours":
        from nlu.placeholders import NEVER_USED, SERVING, stand_in

        stand_in(NEVER_USED if job == "train" else SERVING)


def report(fields: dict[str, Any]) -> None:
    """Write one line of JSON."""
    print(json.dumps(fields, ensure_ascii=False), flush=True)


def peak_mb() -> float:
    """Return the most memory this process has had resident, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def train(pipeline: str, taught: Path, model: Path, epochs: int) -> dict[str, Any]:
    """Train the part that understands, rules and dialogue left out; return the seconds and the peak memory."""
    from rasa.engine.constants import PLACEHOLDER_IMPORTER
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.recipes.recipe import Recipe
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.data import TrainingType
    from rasa.shared.importers.rasa import RasaFileImporter
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    rows = [json.loads(line) for line in taught.read_text(encoding="utf-8").splitlines()]

    class GivenSentences(RasaFileImporter):
        def get_nlu_data(self, language: str | None = "vi", **_: Any) -> TrainingData:
            return TrainingData([Message({TEXT: text, INTENT: intent}) for intent, text in rows])

    file = ROOT / "config.yml" if pipeline == "ours" else Path(__file__).parent / "stock.yml"
    importer = GivenSentences(str(file), str(ROOT / "bot/domain"), [])
    config = importer.get_config()
    for component in config["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    plan = Recipe.recipe_for_name("default.v1").graph_config_for_recipe(config, {}, training_type=TrainingType.NLU)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        context = ExecutionContext(graph_schema=plan.train_schema)
        DaskGraphRunner.create(plan.train_schema, storage, context).run(inputs={PLACEHOLDER_IMPORTER: importer})
        seconds = time.monotonic() - begin
        storage.create_model_package(model, plan, importer.get_domain())
    return {"seconds": seconds, "peak_mb": peak_mb()}


def read_lines(pipeline: str, model: Path) -> None:
    """Answer each line of standard input (a JSON string) with intent, guess and seconds; at the end the memory."""
    begin = time.monotonic()
    read = load(pipeline, model)
    report({"load_seconds": time.monotonic() - begin})
    for line in sys.stdin:
        text = json.loads(line)
        begin = time.perf_counter()
        ranking = read(text)
        seconds = time.perf_counter() - begin
        guess = next(one["name"] for one in ranking if one["name"] != "nlu_fallback")
        report({"intent": ranking[0]["name"], "guess": guess, "seconds": seconds})
    report({"peak_mb": peak_mb()})


def load(pipeline: str, model: Path) -> Callable[[str], Any]:
    """Return a function from a text to its ranking, run the way each bot runs it: ours with its own graph runner."""
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.core.trackers import DialogueStateTracker

    with tempfile.TemporaryDirectory() as folder:
        about, runner = load_predict_graph_runner(Path(folder), model, LocalModelStorage, DaskGraphRunner)
    if pipeline == "ours":
        from nlu.graph_runner import StraightGraphRunner

        runner = StraightGraphRunner(runner)
    tracker = DialogueStateTracker.from_events("bench", [])

    def read(text: str) -> Any:
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: tracker}
        return runner.run(inputs, targets=[about.nlu_target])[about.nlu_target][0].get("intent_ranking")

    return read


if __name__ == "__main__":
    main()
