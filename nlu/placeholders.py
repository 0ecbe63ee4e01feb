"""Lets Rasa start without the packages that it imports and this bot never uses, TensorFlow first of all.

Rasa's modules import TensorFlow, the libraries of ten messengers and three databases at their top, used or not: 9 of
12 seconds and 440 of 550 MB. While they are imported these packages are stood in for; whatever uses one
later fails with a clear error. docs/decisions/0002-no-tensorflow.md has the measurements.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from typing import Any, Optional, Sequence

LEARNING = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "jax")
"""Needed by DIET, TED and the response selector, none of which is in config.yml."""
MESSENGERS = (
    "aiogram",
    "cachecontrol",
    "engineio",
    "fbmessenger",
    "google",
    "mattermostwrapper",
    "rocketchat_API",
    "slack_sdk",
    "socketio",
    "twilio",
    "webexteamssdk",
)
"""Rasa's own channels; ours are in channels/ and talk to Rasa over REST."""
STORES = ("aio_pika", "aiormq", "boto3", "botocore", "confluent_kafka", "pymongo")
"""Trackers in MongoDB or DynamoDB and event brokers; ours is an SQL tracker without a broker."""
TOOLS = ("matplotlib", "prompt_toolkit", "questionary")
"""Rasa's command line and the charts of its test reports."""

NEVER_USED = (*LEARNING, *MESSENGERS, *STORES, *TOOLS)
SERVING = (*NEVER_USED, "sklearn")
"""Our classifier learns with scikit-learn and answers without."""


class PlaceholderUsedError(RuntimeError):
    """Something needs a package that is only stood in for."""


def stand_in(packages: Sequence[str] = NEVER_USED) -> Placeholders:
    """Stand in for the packages from now on. Call before Rasa is imported, `seal()` the result afterwards."""
    finder = Placeholders(packages)
    sys.meta_path.insert(0, finder)
    return finder


class Placeholders(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the packages and all their modules as empty modules that have any name asked of them."""

    def __init__(self, packages: Sequence[str]) -> None:
        self._packages = frozenset(packages)

    def seal(self) -> None:
        """From now on nothing may be made from a placeholder: imports are done, so this would be real use."""
        _Placeholder.sealed = True

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[types.ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        """Claim the modules of our packages; leave all others to Python."""
        if fullname.partition(".")[0] not in self._packages:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return an empty module."""
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: there is nothing in it."""


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _make(f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


class _Placeholder(type):
    """A class that may be a base class, decorator, type hint or constant: modules use it as all of these."""

    sealed = False

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _make(f"{cls.__name__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "_stands_in" not in cls.__dict__:  # a class of Rasa's that derives from a placeholder
            return super().__call__(*args, **kwargs)
        if _Placeholder.sealed:
            raise PlaceholderUsedError(f"{cls.__name__} is used, but nlu/placeholders.py stands in for its package")
        if len(args) == 1 and callable(args[0]) and not kwargs:  # a decorator: what it decorates stays as it is
            return args[0]
        return _make(f"{cls.__name__}()")

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


def _make(name: str) -> Any:
    return _Placeholder(name, (), {"_stands_in": True})
