"""Says the dialogues to a really running bot over the HTTP contract, and tells in plain words where it differs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bot.client import BotClient, BotError
from tests.conversations.dialogues import KINDS, STYLES, Dialogue, Line, load_dialogues
from tests.conversations.judging import Talk, differences, is_same, titles_of
from tests.conversations.twins import as_typed

AT_ONCE = 4
"""Dialogues in the air at a time: the processes of the bot then work side by side."""


@dataclass(frozen=True)
class Said:
    """One line as it went: what was sent, what came back, and each difference in words."""

    line: Line
    sent: str
    answer: Mapping[str, Any]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """One dialogue in one style, from the first line to the last."""

    dialogue: Dialogue
    style: str
    said: tuple[Said, ...]

    @property
    def id(self) -> str:
        """Return the id of the dialogue and the style."""
        return f"{self.dialogue.id}@{self.style}"

    @property
    def failures(self) -> tuple[Said, ...]:
        """Return the lines that must be right and are not.

        A follow-up or a switch counts in its own gate. Once it went wrong the talk is about something else, and what
        the lines behind it get says nothing.
        """
        failed: list[Said] = []
        for said in self.said:
            if said.differences and said.line.kind:
                break
            if said.differences:
                failed.append(said)
        return tuple(failed)

    @property
    def judged(self) -> tuple[Said, ...]:
        """Return the follow-ups and switches that count: those before the first line that must be right and is not."""
        ends = (number for number, said in enumerate(self.said) if said.differences and not said.line.kind)
        return tuple(said for said in self.said[: next(ends, len(self.said))] if said.line.kind)

    def report(self) -> str:
        """Return the whole dialogue with every difference, to be read by a person."""
        shown = "\n".join(_shown(number, said) for number, said in enumerate(self.said, 1))
        return f"\n{self.id}\n{shown}"


def run_dialogue(client: BotClient, dialogue: Dialogue, style: str) -> Run:
    """Say every line of a dialogue in one style, in a conversation of its own."""
    talk = Talk()
    said = []
    for number, line in enumerate(dialogue.lines, 1):
        said.append(_say(client, talk, line, style, f"{dialogue.name} {number}"))
        if not said[-1].answer:
            break
    return Run(dialogue, style, tuple(said))


def run_all(client: BotClient, cases: Iterable[tuple[Dialogue, str]]) -> list[Run]:
    """Say many dialogues, a few at a time; their order means nothing."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda case: run_dialogue(client, *case), cases))


def all_cases(dialogues: Sequence[Dialogue]) -> list[tuple[Dialogue, str]]:
    """Return every dialogue in every style."""
    return [(dialogue, style) for dialogue in dialogues for style in STYLES]


def accuracy(runs: Iterable[Run], kind: str, style: str | None = None) -> tuple[int, int]:
    """Return how many lines of a kind were right, of how many."""
    wanted = [run for run in runs if style in (None, run.style)]
    judged = [said for run in wanted for said in run.judged if said.line.kind == kind]
    return sum(not said.differences for said in judged), len(judged)


def _say(client: BotClient, talk: Talk, line: Line, style: str, seed: str) -> Said:
    before = talk.choices
    sent = as_typed(line, style, seed) if line.tap is None else f"[{line.tap}]"
    try:
        answer = client.ask(sent, talk.conversation) if line.tap is None else _tap(client, talk, line.tap)
    except BotError as error:
        return Said(line, sent, {}, (str(error),))
    found = tuple(differences(line, answer, before, talk))
    talk.conversation = answer["conversation"]
    talk.choices = [choice for reply in answer["replies"] for choice in reply["choices"]]
    return Said(line, sent, answer, found)


def _tap(client: BotClient, talk: Talk, title: str) -> dict[str, Any]:
    payload = next((choice["payload"] for choice in talk.choices if is_same(choice["title"], title)), None)
    if payload is None or talk.conversation is None:
        raise BotError(f"no choice {title!r} was offered, only {titles_of(talk.choices)}")
    return client.choose(payload, talk.conversation)


def _shown(number: int, said: Said) -> str:
    mark = "✗" if said.differences else "✓"
    lines = [f"{mark} {number}. resident: {said.sent}"]
    if said.differences:
        lines += [f"     {difference}" for difference in said.differences]
        lines += [f"     | {line}" for line in _reply(said.answer).splitlines()]
    return "\n".join(lines)


def _reply(answer: Mapping[str, Any]) -> str:
    if not answer:
        return "(nothing came back)"
    outcome = answer["outcome"]
    lines = [f"{outcome['code']} · {outcome['entry']} · {outcome['aspect']}"]
    for reply in answer["replies"]:
        lines += [reply["text"].strip(), *(f"  [{choice['title']}]" for choice in reply["choices"])]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None, show: Callable[[str], object] = print) -> int:
    """Run the dialogues whose id holds one of the words against a bot that is running; print what differs."""
    parser = argparse.ArgumentParser(description="Say the dialogues of tests/conversations to a running bot.")
    parser.add_argument("words", nargs="*", help="parts of dialogue ids; none: all")
    parser.add_argument("--bot", default="http://127.0.0.1:8000", help="address of the running bot")
    parser.add_argument("--style", choices=STYLES, action="append", help="only this style (may be given again)")
    options = parser.parse_args(arguments)
    chosen = [one for one in load_dialogues() if not options.words or any(word in one.id for word in options.words)]
    cases = [case for case in all_cases(chosen) if case[1] in (options.style or STYLES)]
    runs = run_all(BotClient(options.bot, timeout=60), cases)
    different = [run for run in runs if any(said.differences for said in run.said)]
    for run in different:
        show(run.report())
    for kind in KINDS:
        right, total = accuracy(runs, kind)
        show(f"{kind}: {right}/{total}" + (f" = {right / total:.3f}" if total else ""))
    must = sum(bool(run.failures) for run in runs)
    show(f"{len(runs)} runs of {len(chosen)} dialogues, {len(different)} differ somewhere, {must} fail")
    return 1 if must else 0


if __name__ == "__main__":
    sys.exit(main())
