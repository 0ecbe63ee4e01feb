"""Dialogues a civil servant can review, and what runs them (docs/conversations.md)."""
