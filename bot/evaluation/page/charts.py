"""Draws the figures as inline SVG in the page's own colours, so that they follow its dark mode."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bot.evaluation.metrics import Bin, Share
from bot.evaluation.page.markup import safe, strange, tag
from bot.replies import ASPECTS

WIDTH, HEIGHT, EDGE = 320, 230, 34
"""Size of a plot in its own units: its letters stay readable on a small phone."""
MOST_COLUMNS = 30


def bar(label: str, share: Share, note: str = "", *, more_is_better: bool = True) -> str:
    """Return one line: name, bar with its 95 % interval, figure."""
    low, high = share.interval
    drawing = (
        '<rect class="track" width="100" height="10"/>'
        f'<rect class="{"good" if more_is_better else "bad"}" width="{share.value * 100:.2f}" height="10"/>'
        f'<path class="interval" d="M{low * 100:.2f} 5H{high * 100:.2f}M{low * 100:.2f} 2V8M{high * 100:.2f} 2V8"/>'
    )
    picture = tag("svg", drawing, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")
    figure = f"<b>{share.value:.3f}</b> <small>{low:.2f}–{high:.2f} · {share.count}/{share.total}</small>"
    name = tag("span", strange(label), class_="name")
    meaning = tag("small", safe(note), class_="meaning") if note else ""
    return tag("li", name + tag("span", figure, class_="figure") + meaning + picture)


def bars(rows: Sequence[str]) -> str:
    """Return the list of such lines."""
    return tag("ul", "".join(rows), class_="bars")


def reliability(bins: Sequence[Bin]) -> str:
    """Return the reliability diagram: on the diagonal, an answer is as often right as its confidence says."""
    drawing = [_axes(("0", "0.5", "1"), ("0", "0.5", "1"), "confidence", "share right")]
    drawing.append(f'<path class="diagonal" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>')
    most = max((one.right.total for one in bins), default=1)
    for one in bins:
        low, high = one.right.interval
        x, radius = _x(one.confidence), 3 + 5 * math.sqrt(one.right.total / most)
        title = f"confidence {one.confidence:.2f}: {one.right.count} of {one.right.total} right"
        dot = f'<circle class="dot" cx="{x}" cy="{_y(one.right.value)}" r="{radius:.1f}"><title>{safe(title)}</title>'
        drawing.append(f'<path class="interval" d="M{x} {_y(low)}V{_y(high)}"/>{dot}</circle>')
    return _plot("".join(drawing), "Confidence of answers against how often they are right")


def histogram(milliseconds: Sequence[float], marks: Mapping[str, float]) -> str:
    """Return how long turns took; the slowest two in a hundred share the last column."""
    ordered = sorted(milliseconds)
    most = max(ordered[math.ceil(0.98 * len(ordered)) - 1], *marks.values()) * 1.05
    columns = min(MOST_COLUMNS, max(5, len(ordered) // 4))
    counts = [0] * columns
    for value in ordered:
        counts[min(int(value / most * columns), columns - 1)] += 1
    width = (WIDTH - EDGE - 10) / columns
    drawing = [_axes(("0", f"{most / 2:.0f}", f"{most:.0f}"), ("0", f"{max(counts)}"), "ms", "turns")]
    for number, count in enumerate(counts):
        top = _y(count / max(counts))
        drawing.append(
            f'<rect class="good" x="{_x(number / columns)}" y="{top}" width="{width - 1:.1f}" '
            f'height="{_y(0) - top:.1f}"><title>{count} turns</title></rect>'
        )
    for line, (name, value) in enumerate(marks.items()):
        x = _x(min(1.0, value / most))
        drawing.append(f'<path class="mark" d="M{x} {_y(0)}V{_y(1)}"/>')
        side = "end" if x > WIDTH - 90 else "start"
        shift = -4 if side == "end" else 4
        drawing.append(f'<text x="{x + shift:.1f}" y="{20 + 14 * line}" text-anchor="{side}">{safe(name)}</text>')
    return _plot("".join(drawing), "Time of one turn")


def confusion(counts: Mapping[tuple[str, str], int]) -> str:
    """Return the matrix of aspects: rows were asked, columns answered."""
    names = [name for name in ASPECTS if any(name in pair for pair in counts)]
    others = sorted({got for _, got in counts} - set(names))
    columns = [*names, *others]
    head = "".join(tag("th", tag("span", safe(name)), scope="col") for name in columns)
    rows = [tag("tr", '<td class="corner">asked ↓ answered →</td>' + head)]
    for asked in (name for name in names if any(name == wanted for wanted, _ in counts)):
        cells = [_cell(counts.get((asked, got), 0), asked == got) for got in columns]
        rows.append(tag("tr", tag("th", safe(asked), scope="row") + "".join(cells)))
    return tag("div", tag("table", "".join(rows), class_="matrix"), class_="wide", tabindex="0")


def _cell(count: int, right: bool) -> str:
    kind = "none" if not count else "right" if right else "wrong"
    return tag("td", str(count) if count else "·", class_=kind)


def _x(share: float) -> float:
    return round(EDGE + share * (WIDTH - EDGE - 10), 1)


def _y(share: float) -> float:
    return round(HEIGHT - EDGE - share * (HEIGHT - EDGE - 10), 1)


def _axes(across: Sequence[str], up: Sequence[str], x_title: str, y_title: str) -> str:
    parts = [f'<path class="axis" d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}"/>']
    for number, text in enumerate(across):
        x = _x(number / (len(across) - 1))
        anchor = "end" if number == len(across) - 1 else "middle"
        parts.append(f'<text x="{x}" y="{_y(0) + 15}" text-anchor="{anchor}">{safe(text)}</text>')
    for number, text in enumerate(up):
        y = _y(number / (len(up) - 1)) + 4
        parts.append(f'<text x="{EDGE - 5}" y="{y}" text-anchor="end">{safe(text)}</text>')
    parts.append(f'<text x="{_x(0.5)}" y="{HEIGHT - 3}" text-anchor="middle">{safe(x_title)}</text>')
    middle = _y(0.5)
    parts.append(f'<text x="10" y="{middle}" text-anchor="middle" transform="rotate(-90 10 {middle})">{y_title}</text>')
    return "".join(parts)


def _plot(drawing: str, title: str) -> str:
    content = f"<title>{safe(title)}</title>{drawing}"
    return tag("svg", content, class_="plot", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img")
