"""Scores a running bot on questions with known answers, through the HTTP contract, as residents reach it."""

from bot.evaluation.gates import Gate, broken, read_gates
from bot.evaluation.metrics import METRICS, Share, by_slice
from bot.evaluation.numbers import NumberReport, check_sample
from bot.evaluation.page import html_text
from bot.evaluation.questions import Conversation, EvaluationError, read_conversations
from bot.evaluation.report import Report, as_json, evaluate, json_text, write_files
from bot.evaluation.shown import show_numbers, show_report

__all__ = [
    "METRICS",
    "Conversation",
    "EvaluationError",
    "Gate",
    "NumberReport",
    "Report",
    "Share",
    "as_json",
    "broken",
    "by_slice",
    "check_sample",
    "evaluate",
    "html_text",
    "json_text",
    "read_conversations",
    "read_gates",
    "show_numbers",
    "show_report",
    "write_files",
]
