"""How much an import may bring: what is beyond is refused before it costs memory or time."""

from __future__ import annotations

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes of a file as it is handed in."""
LARGEST_UNPACKED = 50 * 1024 * 1024
"""Bytes of all that a packed file holds."""
MOST_ROWS = 20_000
LONGEST_LINE = 1_000_000
"""Characters of one line of a dump; the longest real one has 92,440 bytes."""
LONGEST_CELL = 20_000
"""Characters of one cell of a table; the longest real answer has 4,513."""
MOST_COLUMNS = 60
MOST_PARTS = 500
"""Files inside one spreadsheet file."""
LONGEST_SECONDS = 60.0
MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space of the process that reads."""
