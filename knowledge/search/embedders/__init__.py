"""Embedding models, one file each, and the unpacking of the bundled one; knowledge/search/embedder.py chooses."""
