"""Readers that turn an outside dump of procedures into entries of ours, one format a file."""

from knowledge.importers.dump import ImportBatch, ImportFileError, read_dump

__all__ = ["ImportBatch", "ImportFileError", "read_dump"]
