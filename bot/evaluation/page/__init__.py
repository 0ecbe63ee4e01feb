"""The page of an evaluation: one file that opens from a disk, without scripts or anything from elsewhere."""

from bot.evaluation.page.page import html_text

__all__ = ["html_text"]
