"""Makes the two environments of the bot: .venv (web, actions, knowledge) and .venv-nlu (Rasa on Python 3.10).

Needs a Python 3.11-3.13 with pip and nothing else. A second run takes well under a second: each environment
keeps a stamp with the hash of the lock file it was made from.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
MAIN_ENVIRONMENT = ROOT / ".venv"
NLU_ENVIRONMENT = ROOT / ".venv-nlu"
UV_VERSION = "0.13.9"
NEED_PYTHON_310 = (
    "Python 3.10 was not found (Rasa 3.6 runs on nothing newer). Install it, for example with\n"
    "  apt-get install python3.10 python3.10-venv     (Ubuntu 22.04)\n"
    "  pyenv install 3.10                             (any system with pyenv)\n"
    "or let uv download it where this machine may reach the internet, then run the same command again."
)


class SetupError(RuntimeError):
    """Something the user has to do first; the text says what."""


def main() -> int:
    """Make or refresh the environments; return the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--with-tests", action="store_true", help="also install what `make check` and `make test` need"
    )
    choice = options.parse_args()
    try:
        check_python()
        make_main_environment(choice.with_tests)
        make_nlu_environment()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


def check_python() -> None:
    """Refuse a Python that the locked packages are not made for."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise SetupError(
            f"needs Python 3.11, 3.12 or 3.13, this is {sys.version.split()[0]}; try PYTHON=python3.12 make run"
        )


def make_main_environment(with_tests: bool) -> None:
    """Install the locked packages and the `congdanso` command. A wider set installed earlier is kept."""
    stamp = MAIN_ENVIRONMENT / "locked"
    before = stamp.read_text().splitlines() if stamp.exists() else []
    with_tests = with_tests or "tests" in before
    lock = ROOT / "deploy/requirements" / ("test.txt" if with_tests else "run.txt")
    wanted = [digest(lock), *["tests"] * with_tests]
    if before == wanted:
        return
    with step("main environment (.venv)"):
        uv = find_uv()
        create(uv, MAIN_ENVIRONMENT, sys.executable)
        sync(uv, MAIN_ENVIRONMENT, lock)
        install_ourselves()
        stamp.write_text("\n".join(wanted))


def make_nlu_environment() -> None:
    """Install Rasa's locked packages on Python 3.10."""
    lock = ROOT / "nlu/requirements.txt"
    stamp = NLU_ENVIRONMENT / "locked"
    if stamp.exists() and stamp.read_text() == digest(lock):
        return
    with step("Rasa environment (.venv-nlu)"):
        uv = find_uv()
        create(uv, NLU_ENVIRONMENT, find_python_310(uv))
        sync(uv, NLU_ENVIRONMENT, lock)
        # compiled once here: the first start would otherwise spend ten seconds on it
        run(
            python_of(NLU_ENVIRONMENT),
            "-m",
            "compileall",
            "-q",
            "-j",
            "0",
            str(next(NLU_ENVIRONMENT.glob("lib/python*"))),
            check=False,
        )
        stamp.write_text(digest(lock))


def find_uv() -> str:
    """Return uv's path: the one on PATH, or one that pip fetches into the project's own tool folder."""
    found = shutil.which("uv")
    if found:
        return found
    ours = TOOLS / "bin" / "uv"
    if not ours.exists():
        run(sys.executable, "-m", "venv", str(TOOLS))
        run(str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}")
    return str(ours)


def find_python_310(uv: str) -> str:
    """Return a working Python 3.10: on PATH, among pyenv's versions, or downloaded by uv, in that order."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [
        shutil.which("python3.10"),
        *sorted(map(str, pyenv.glob("versions/3.10*/bin/python3.10")), reverse=True),
    ]
    for candidate in candidates:
        if candidate and is_python_310(candidate):
            return candidate
    # a download is the last resort and may be impossible (no internet): its own error is of no use to the user
    if subprocess.run([uv, "python", "install", "3.10"], capture_output=True, check=False).returncode == 0:
        found = subprocess.run([uv, "python", "find", "3.10"], capture_output=True, text=True, check=False)
        if found.returncode == 0 and is_python_310(found.stdout.strip()):
            return found.stdout.strip()
    raise SetupError(NEED_PYTHON_310)


def is_python_310(path: str) -> bool:
    """Does it start and call itself 3.10? (pyenv's shim exists without an active version behind it.)"""
    question = [path, "-c", "import sys, venv; print(sys.version_info[:2] == (3, 10))"]
    try:
        return subprocess.run(question, capture_output=True, text=True, check=False).stdout.strip() == "True"
    except OSError:
        return False


def create(uv: str, folder: Path, python: str) -> None:
    """Make an empty environment, replacing one of another Python version or a half-made one."""
    if not (folder / "locked").exists():
        run(uv, "venv", "--quiet", "--clear", "--python", python, str(folder))


def sync(uv: str, folder: Path, lock: Path) -> None:
    """Make the environment hold exactly the locked packages, each checked against its hash."""
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python_of(folder), str(lock))


def install_ourselves() -> None:
    """Put the checkout on the environment's path and the `congdanso` command into its bin folder."""
    site = next(MAIN_ENVIRONMENT.glob("lib/python*/site-packages"))
    (site / "congdanso.pth").write_text(f"{ROOT}\n")
    command = MAIN_ENVIRONMENT / "bin" / "congdanso"
    command.write_text(f"#!{python_of(MAIN_ENVIRONMENT)}\nimport sys\n\nfrom cli import main\n\nsys.exit(main())\n")
    command.chmod(0o755)


def python_of(folder: Path) -> str:
    """Return the environment's interpreter."""
    return str(folder / "bin" / "python")


def digest(*files: Path) -> str:
    """Hash the files and the Python version: changes of either make the environment anew."""
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def run(*command: str, check: bool = True) -> None:
    """Run a command; its error output is the user's only if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if check and done.returncode != 0:
        raise SetupError(f"{' '.join(command[:4])} … failed:\n{(done.stderr or done.stdout).strip()}")


class step:  # noqa: N801 - reads as a word: `with step("…")`
    """Says what is being done and how long it took."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        print(f"setup: making the {self.name} … ", end="", flush=True)
        self.start = time.monotonic()

    def __exit__(self, kind: object, *_: object) -> None:
        print(f"{time.monotonic() - self.start:.0f} s" if kind is None else "failed", flush=True)


if __name__ == "__main__":
    sys.exit(main())
