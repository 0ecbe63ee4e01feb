"""What the bot can do: one Rasa action per file; each reads slots, asks knowledge, speaks."""
