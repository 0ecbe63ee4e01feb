"""Trains the model when its inputs changed, and only then: `python -m nlu.train`, `--check` to ask alone."""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Optional

from nlu.manifest import ROOT, Manifest, ModelError, changes, hash_file, hash_inputs, write_manifest

UP_TO_DATE, FAILED, OUT_OF_DATE = 0, 1, 3
"""Exit statuses; the last one only of `--check`."""


def main(arguments: Optional[List[str]] = None) -> int:
    """Check or train; return the exit status."""
    options = _options().parse_args(arguments)
    if options.check:
        return _check(options.out)
    options.out.mkdir(parents=True, exist_ok=True)
    with _alone(options.out):
        reasons = ["asked to"] if options.force else changes(options.out)
        if not reasons:
            say("the model is up to date")
            return UP_TO_DATE
        say(f"training, because {_few(reasons)}")
        return _train(options.out)


def say(line: str) -> None:
    """Show a line of progress at once."""
    print(f"train: {line}", flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlu.train", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "models", help="folder of the model (default: models/)")
    parser.add_argument(
        "--check", action="store_true", help=f"train nothing; exit status {OUT_OF_DATE} if it is time to"
    )
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    return parser


def _check(folder: Path) -> int:
    reasons = changes(folder)
    say(f"time to train: {_few(reasons)}" if reasons else "the model is up to date")
    return OUT_OF_DATE if reasons else UP_TO_DATE


def _few(reasons: List[str]) -> str:
    rest = len(reasons) - 3
    return ", ".join(reasons[:3]) + (f" and {rest} more" if rest > 0 else "")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    # Two starts at once: the second waits and then finds the first one's model.
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _train(folder: Path) -> int:
    begin = time.monotonic()
    inputs = hash_inputs()  # before training: a file edited meanwhile must count as changed
    draft = folder / f".training-{os.getpid()}.tar.gz"
    try:
        _train_with_rasa(draft)
        sha256 = hash_file(draft)
        model = folder / f"congdanso-{sha256[:12]}.tar.gz"
        draft.replace(model)
    except (ImportError, ModelError, OSError) as error:
        print(f"train: failed: {error}", file=sys.stderr, flush=True)
        return FAILED
    finally:
        draft.unlink(missing_ok=True)
    write_manifest(folder, Manifest(model.name, sha256, inputs))
    for old in set(folder.glob("congdanso-*.tar.gz")) - {model}:
        old.unlink()
    say(f"done: {model.name} after {time.monotonic() - begin:.0f} s")
    return UP_TO_DATE


def _train_with_rasa(file: Path) -> None:
    from nlu.placeholders import stand_in
    from nlu.quiet import quiet

    say("loading Rasa")
    os.environ["LOG_LEVEL"] = "ERROR"  # Rasa draws no progress bars then; ours is a line a stage
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    quiet("ERROR")
    placeholders = stand_in()
    from nlu.model import train_model

    placeholders.seal()
    train_model(file, say)


if __name__ == "__main__":
    sys.exit(main())
