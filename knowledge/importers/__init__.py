"""Readers that turn outside files (dumps, questions and answers, tables) into entries of ours, one format a file."""

from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.dump import read_dump

__all__ = ["Advance", "ImportBatch", "ImportFileError", "read_dump"]
