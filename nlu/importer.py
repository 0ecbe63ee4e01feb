"""Gives Rasa the training sentences of nlu/training; rules, domain and settings are read the usual way."""

from __future__ import annotations

from typing import Any, Optional

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.training_data import examples


class ResidentSentences(RasaFileImporter):
    """Rasa's importer of files, with understanding taught from our own sentences and their twins."""

    _data: Optional[TrainingData] = None

    def get_domain(self) -> Domain:
        """Return the domain. Raises InvalidDomain: Rasa's own importer would go on with an empty one."""
        return Domain.load(self._domain_path)

    def get_nlu_data(self, language: Optional[str] = "vi", **_: Any) -> TrainingData:
        """Return every example. Raises TrainingDataError when a file of nlu/training is wrong."""
        if self._data is None:
            self._data = TrainingData([Message({TEXT: example.text, INTENT: example.intent}) for example in examples()])
        return self._data
