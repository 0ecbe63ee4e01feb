"""Tests that drive a real Chromium through the chat page and the widget."""
