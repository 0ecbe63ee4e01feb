"""Shows how the trained model reads messages: `python -m nlu.read < messages`, one JSON line for each line read."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from nlu.manifest import ROOT, ModelError, trained_model
from nlu.placeholders import SERVING, stand_in
from nlu.quiet import quiet

Reader = Callable[[str], Dict[str, Any]]


def main(arguments: Optional[List[str]] = None) -> int:
    """Read lines until the end of the input; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m nlu.read", description=__doc__)
    parser.add_argument("--models", type=Path, default=ROOT / "models", help="folder of the model (default: models/)")
    options = parser.parse_args(arguments)
    try:
        read = load_reader(trained_model(options.models))
    except ModelError as error:
        print(f"read: {error}", file=sys.stderr)
        return 1
    for line in sys.stdin:
        print(json.dumps({"text": line.rstrip("\n"), **read(line.strip())}, ensure_ascii=False), flush=True)
    return 0


def load_reader(model: Path) -> Reader:
    """Return a function from a message to {"intent", "confidence", "ranking"}; nothing but understanding is loaded."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    quiet("ERROR")
    placeholders = stand_in(SERVING)
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.core.trackers import DialogueStateTracker

    from nlu.graph_runner import StraightGraphRunner

    placeholders.seal()
    with tempfile.TemporaryDirectory() as folder:
        about, loaded = load_predict_graph_runner(Path(folder), model, LocalModelStorage, DaskGraphRunner)
    runner = StraightGraphRunner(loaded)
    tracker = DialogueStateTracker.from_events("read", [])

    def read(text: str) -> Dict[str, Any]:
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: tracker}
        message = runner.run(inputs, [about.nlu_target])[about.nlu_target][0]
        best = message.get("intent")
        return {"intent": best["name"], "confidence": best["confidence"], "ranking": message.get("intent_ranking", [])}

    return read


if __name__ == "__main__":
    sys.exit(main())
