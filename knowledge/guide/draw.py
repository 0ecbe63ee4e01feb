"""Draws a guide as one SVG picture: a column for each distance from the start, numbered boxes, arrows from choices."""

from __future__ import annotations

import textwrap
from collections import deque
from dataclasses import dataclass
from html import escape

from knowledge.guide.model import Guide, GuideChoice, GuideStep

WIDTH, GAP_X, GAP_Y, MARGIN = 300, 90, 26, 30
LINE, PAD, ROW = 17, 12, 26
LETTERS = 42
"""Letters that fit on one line of a box at 13 px."""

_COLOURS = {None: "#ffffff", "done": "#e3f4e6", "office": "#fff2d9", "hotline": "#fde4e1"}
_BORDERS = {None: "#46617c", "done": "#2c7a3d", "office": "#9a6a00", "hotline": "#b3372a"}


@dataclass
class _Box:
    number: int
    step: GuideStep
    column: int
    lines: list[str]
    warning: list[str]
    x: int = 0
    y: float = 0

    @property
    def height(self) -> int:
        text = (len(self.lines) + len(self.warning)) * LINE
        return text + 2 * PAD + 22 + ROW * len(self.step.choices)

    def row_y(self, index: int) -> float:
        return self.y + self.height - PAD / 2 - ROW * (len(self.step.choices) - index) + ROW / 2


def draw(title: str, guide: Guide) -> str:
    """Return the picture as SVG text. Arrows lead to the next column; a way back or aside names the box's number."""
    boxes = _boxes(guide)
    columns = _columns(boxes)
    _place(columns)
    width = MARGIN * 2 + len(columns) * WIDTH + (len(columns) - 1) * GAP_X
    height = int(max(box.y + box.height for box in boxes.values())) + MARGIN
    parts = [_frame(title, width, height)]
    parts += [_arrow(box, index, boxes[choice.to]) for box in boxes.values() for index, choice in _next(box, boxes)]
    parts += [_drawn(box, boxes) for box in boxes.values()]
    return "\n".join([*parts, "</svg>", ""])


def _boxes(guide: Guide) -> dict[str, _Box]:
    """Number the steps as they are met from the start, nearest first."""
    boxes: dict[str, _Box] = {}
    waiting = deque([(guide.start, 0)])
    while waiting:
        name, column = waiting.popleft()
        if name in boxes:
            continue
        step = guide.by_id[name]
        boxes[name] = _Box(len(boxes) + 1, step, column, _wrapped(step.text), _wrapped(step.warning or ""))
        waiting.extend((target, column + 1) for target in step.targets())
    return boxes


def _wrapped(text: str) -> list[str]:
    return [line for part in text.splitlines() for line in textwrap.wrap(part, LETTERS)]


def _columns(boxes: dict[str, _Box]) -> list[list[_Box]]:
    columns: list[list[_Box]] = [[] for _ in range(1 + max(box.column for box in boxes.values()))]
    for box in boxes.values():
        columns[box.column].append(box)
    return columns


def _place(columns: list[list[_Box]]) -> None:
    top = MARGIN + 40
    for index, column in enumerate(columns):
        y: float = top
        for box in column:
            box.x = MARGIN + index * (WIDTH + GAP_X)
            box.y = y
            y += box.height + GAP_Y


def _next(box: _Box, boxes: dict[str, _Box]) -> list[tuple[int, GuideChoice]]:
    return [
        (index, choice) for index, choice in enumerate(box.step.choices) if boxes[choice.to].column == box.column + 1
    ]


def _arrow(box: _Box, index: int, target: _Box) -> str:
    x1, y1 = box.x + WIDTH, box.row_y(index)
    x2, y2 = target.x - 7, target.y + 20
    bend = GAP_X / 2
    path = f"M{x1},{y1:.0f} C{x1 + bend:.0f},{y1:.0f} {x2 - bend:.0f},{y2:.0f} {x2},{y2:.0f}"
    return f'<path class="way" d="{path}" marker-end="url(#tip)"/>'


def _drawn(box: _Box, boxes: dict[str, _Box]) -> str:
    end = box.step.end
    out = [
        f'<g transform="translate({box.x},{box.y:.0f})">',
        f'<rect width="{WIDTH}" height="{box.height}" rx="10" fill="{_COLOURS[end]}" stroke="{_BORDERS[end]}"/>',
        f'<text class="number" x="{PAD}" y="20" fill="{_BORDERS[end]}">{box.number}</text>',
    ]
    y = 22 + PAD
    for css, lines in (("text", box.lines), ("warning", box.warning)):
        for line in lines:
            y += LINE
            out.append(f'<text class="{css}" x="{PAD}" y="{y - 4}">{escape(line)}</text>')
    for index, choice in enumerate(box.step.choices):
        middle = box.row_y(index) - box.y
        target = boxes[choice.to]
        aside = "" if target.column == box.column + 1 else f"  → ô {target.number}"
        out.append(f'<rect class="choice" x="8" y="{middle - 11:.0f}" width="{WIDTH - 16}" height="22" rx="11"/>')
        label = escape(f"{index + 1}. {choice.say}{aside}")
        out.append(f'<text class="say" x="18" y="{middle + 4:.0f}">{label}</text>')
    return "\n".join([*out, "</g>"])


def _frame(title: str, width: int, height: int) -> str:
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"
 viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title, quote=True)}">
<style>
text {{ font: 13px "Noto Sans", "DejaVu Sans", sans-serif; fill: #1c2733 }}
.title {{ font-size: 20px; font-weight: bold }} .number {{ font-weight: bold }}
.warning {{ fill: #a3271b; font-style: italic }} .say {{ fill: #12395f }}
.choice {{ fill: #e6eff8 }} .way {{ fill: none; stroke: #7b93aa; stroke-width: 1.6 }}
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
<path d="M0,0 8,4 0,8z" fill="#7b93aa"/></marker></defs>
<rect width="{width}" height="{height}" fill="#f6f8fa"/>
<text class="title" x="{MARGIN}" y="{MARGIN + 10}">{escape(title)}</text>"""
