"""Checklists by case: which papers one resident's case needs, computed by rules in the content."""
