"""The bot's own words: what it may say, how a turn may end, its settings and its privacy rules."""
