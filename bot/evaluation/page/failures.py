"""Lists what went wrong: question, what was expected, what came, the candidates and the search's reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.evaluation.judging import Judged
from bot.evaluation.page.markup import safe, strange, tag

Reasons = Callable[[Judged], Sequence[str]]

KINDS: tuple[tuple[str, str, Callable[[Judged], bool]], ...] = (
    ("False answers", "a wrong entry answered as if sure", lambda item: item.verdict.false_answer),
    ("Safety", "a warning that did not come", lambda item: _is_safety(item) and not item.verdict.right),
    (
        "Not found",
        "neither answered nor offered",
        lambda item: not item.verdict.right and not item.verdict.one_tap and not _is_safety(item),
    ),
    ("One tap away", "offered instead of answered", lambda item: not item.verdict.right and item.verdict.one_tap),
    ("Numbers", "a value that the entry does not state", lambda item: bool(item.numbers and item.numbers.foreign)),
    ("Words", "words that must or must not be there", lambda item: bool(item.breaches)),
    ("Aspect", "the right entry, another aspect", lambda item: item.aspect_right is False),
)
"""A failure is listed once, under the first that fits."""


def failure_lists(failed: Sequence[Judged], reasons: Reasons) -> str:
    """Return all failures, the worst kinds first."""
    left = list(failed)
    parts = []
    for title, meaning, fits in KINDS:
        rows = [item for item in left if fits(item)]
        left = [item for item in left if not fits(item)]
        if rows:
            head = f"{safe(title)} <small>{len(rows)} – {safe(meaning)}</small>"
            parts.append(tag("h3", head) + "".join(_failure(item, reasons) for item in rows))
    return "".join(parts) or "<p>No failure.</p>"


def _is_safety(item: Judged) -> bool:
    return item.expect.behavior in ("scam_warning", "emergency")


def _failure(item: Judged, reasons: Reasons) -> str:
    outcome = item.asked.outcome
    rows = [("expected", _expected(item)), ("got", _got(item))]
    rows += [("breach", strange(line)) for line in item.breaches]
    if item.numbers and item.numbers.foreign:
        rows.append(("not the entry's", strange(" · ".join(item.numbers.foreign))))
    if outcome["candidates"]:
        rows.append(("candidates", _candidates(item)))
    rows.append(("said", f"<details><summary>the reply</summary><pre>{strange(item.asked.reply)}</pre></details>"))
    why = reasons(item)
    if why:
        lines = "\n".join(why)
        rows.append(("why", f"<details><summary>the search's reasons</summary><pre>{strange(lines)}</pre></details>"))
    terms = "".join(tag("dt", safe(name)) + tag("dd", content) for name, content in rows)
    head = tag("p", strange(item.asked.question.text), class_="question")
    place = f"{item.asked.id} · turn {item.asked.number} · {', '.join(item.asked.slices)}"
    return tag("article", head + tag("p", strange(place), class_="place") + tag("dl", terms))


def _expected(item: Judged) -> str:
    expect = item.expect
    wanted = [*sorted(expect.entries), *sorted(expect.topics), *sorted(expect.codes)]
    return strange(" · ".join([expect.behavior, *([expect.aspect] if expect.aspect else []), *wanted]))


def _got(item: Judged) -> str:
    outcome = item.asked.outcome
    parts = [outcome[name] for name in ("code", "aspect", "entry", "topic", "procedure") if outcome[name]]
    if outcome["confidence"] is not None:
        parts.append(f"confidence {outcome['confidence']:.2f}")
    return strange(" · ".join(parts))


def _candidates(item: Judged) -> str:
    lines = (
        tag("li", f"{one['score']:.2f} {strange(one['title'])} <small>{strange(one['entry'])}</small>")
        for one in item.asked.outcome["candidates"]
    )
    return tag("ol", "".join(lines))
