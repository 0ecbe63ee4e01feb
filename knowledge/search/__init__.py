"""Finding the entry a resident means: lexical and embedding signals, mixed and explained."""
