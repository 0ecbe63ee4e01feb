"""Guides: decision trees that are walked with a resident, one step a message."""
