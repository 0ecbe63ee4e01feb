"""Resolves the *.in files into locked, hashed *.txt files; no index address ends up in them."""

from __future__ import annotations

import os
import subprocess
import sys

import environments as setup

LOCKS = [
    ("deploy/requirements/run.in", "--python-version", "3.11"),
    ("deploy/requirements/test.in", "--python-version", "3.11"),
    ("nlu/requirements.in", "--python-version", "3.10"),
]


def main() -> None:
    """Write each lock beside its input; `make lock UPGRADE=--upgrade` takes newer versions."""
    uv = setup.find_uv()
    upgrade = [flag for flag in [os.environ.get("UPGRADE", "")] if flag]
    for source, *python in LOCKS:
        target = source.removesuffix(".in") + ".txt"
        universal = [] if source.startswith("nlu/") else ["--universal"]
        command = [
            uv,
            "pip",
            "compile",
            "--quiet",
            "--generate-hashes",
            "--no-emit-index-url",
            *universal,
            *python,
            *upgrade,
        ]
        constraint = (
            ["-c", "deploy/requirements/run.txt"] if not source.endswith(("run.in", "nlu/requirements.in")) else []
        )
        print(f"lock: {target}", flush=True)
        environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
        subprocess.run([*command, *constraint, source, "-o", target], cwd=setup.ROOT, env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
