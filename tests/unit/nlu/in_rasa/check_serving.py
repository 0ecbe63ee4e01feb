"""What the Rasa process does around the model: memory without words, quiet logs, calls to actions, placeholders."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sqlite3
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.action_endpoint import check_answers_quickly
from nlu.graph_runner import StraightGraphRunner
from nlu.manifest import ROOT
from nlu.placeholders import Placeholders, PlaceholderUsedError, _Placeholder
from nlu.quiet import SafeLines, keep_only_safe
from nlu.server import set_session
from nlu.tracker_store import LastStateTrackerStore

CANARY = "canary-0000-words"
DOMAIN = Domain.load(str(ROOT / "bot" / "domain"))


class Session(unittest.TestCase):
    def setUp(self) -> None:
        self.agent = SimpleNamespace(processor=SimpleNamespace(domain=Domain.load(str(ROOT / "bot" / "domain"))))

    def test_minutes_of_the_setting_replace_those_of_the_model(self) -> None:
        """A conversation goes stale after SESSION_MINUTES, and then takes no slots along."""
        set_session(self.agent, "5")
        assert self.agent.processor.domain.session_config == (5.0, False)

    def test_without_the_setting_the_model_decides(self) -> None:
        """A process that was started by hand uses bot/domain/memory.yml."""
        set_session(self.agent, None)
        assert self.agent.processor.domain.session_config == (60, False)


class Memory(unittest.TestCase):
    def setUp(self) -> None:
        self.file = Path(tempfile.mkdtemp()) / "tracker.db"
        self.store = LastStateTrackerStore(DOMAIN, db=str(self.file))

    def turn(self, sender: str, entry: str) -> None:
        async def run() -> None:
            tracker = await self.store.get_or_create_tracker(sender, append_action_listen=False)
            if not tracker.events:
                tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], DOMAIN)
                tracker.update(ActionExecuted("action_listen"))
            tracker.update(UserUttered(CANARY, {"name": "ask_fee"}, [], {"text": CANARY}, metadata={"said": CANARY}))
            tracker.update(ActionExecuted("action_answer"))
            tracker.update_with_events([BotUttered(CANARY), SlotSet("entry", entry), SlotSet("aspect", None)], DOMAIN)
            tracker.update(ActionExecuted("action_listen"))
            await self.store.save(tracker)

        asyncio.run(run())

    def loaded(self, sender: str) -> DialogueStateTracker:
        return asyncio.run(self.store.retrieve(sender))

    def rows(self) -> list[str]:
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            return [data for (data,) in connection.execute("SELECT data FROM events")]

    def test_slots_survive_the_turn(self) -> None:
        """The next turn knows the entry in hand."""
        self.turn("web:a", "dang-ky-tam-tru")
        assert self.loaded("web:a").get_slot("entry") == "dang-ky-tam-tru"

    def test_no_word_of_the_resident_is_stored(self) -> None:
        """Neither text, nor metadata, nor our reply is in the file or its log."""
        self.turn("web:a", "x")
        for path in self.file.parent.iterdir():
            assert CANARY.encode() not in path.read_bytes(), path.name

    def test_conversation_takes_the_same_room_after_many_turns(self) -> None:
        """The tenth turn leaves as many rows as the first."""
        self.turn("web:a", "x")
        first = len(self.rows())
        for _ in range(9):
            self.turn("web:a", "y")
        assert len(self.rows()) == first

    def test_session_start_is_kept(self) -> None:
        """The stored state still says when the session began."""
        for _ in range(3):
            self.turn("web:a", "x")
        assert [json.loads(data)["event"] for data in self.rows()].count("session_started") == 1

    def test_other_conversations_are_untouched(self) -> None:
        """Saving one conversation changes no other."""
        self.turn("web:a", "x")
        self.turn("web:b", "y")
        assert (self.loaded("web:a").get_slot("entry"), self.loaded("web:b").get_slot("entry")) == ("x", "y")

    def test_deleted_conversation_is_forgotten_at_once(self) -> None:
        """Rows deleted by the erasure job are not brought back by the next turn."""
        self.turn("web:a", "x")
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.execute("DELETE FROM events")
            connection.commit()
        assert self.loaded("web:a") is None


class Logs(unittest.TestCase):
    def test_foreign_log_record_loses_its_message(self) -> None:
        """Another library's record keeps place and kind of error; its words may be a resident's."""
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            record = logging.LogRecord("rasa.x", logging.ERROR, "/a/b.py", 7, CANARY, (), (ValueError, error, None))
        line = SafeLines().format(record)
        assert CANARY not in line
        assert json.loads(line)["error"] == "ValueError"

    def test_own_log_record_keeps_its_message(self) -> None:
        """Our own records are fixed texts and are shown."""
        record = logging.LogRecord("nlu.server", logging.INFO, "/a/b.py", 7, "serving %s", ("m",), None)
        assert json.loads(SafeLines().format(record))["event"] == "serving m"

    def test_structured_fields_are_dropped_unless_known_safe(self) -> None:
        """Rasa logs texts as fields; only harmless fields are written."""
        kept = keep_only_safe(
            None, "error", {"event": "rest.message.received.failure", "text": CANARY, "slots": CANARY}
        )
        assert CANARY not in json.dumps(kept)
        assert kept["event"] == "rest.message.received.failure"


class ActionAnswers(unittest.TestCase):
    def setUp(self) -> None:
        check_answers_quickly()
        self.action = RemoteAction("action_answer", None)

    def test_answer_of_an_action_passes(self) -> None:
        """Events and one custom response are an answer."""
        slot = {"event": "slot", "name": "entry", "value": "x", "timestamp": None}
        assert self.action._validate_action_result({"events": [slot], "responses": [{"custom": {}}]})

    def test_other_shapes_are_refused_without_quoting_them(self) -> None:
        """A wrong answer is refused, and the error does not repeat what it says."""
        with self.assertRaises(ValidationError) as caught:  # noqa: PT027 - there is no pytest in that environment
            self.action._validate_action_result({"events": [], "responses": CANARY})
        assert CANARY not in str(caught.exception)


class Order(unittest.TestCase):
    def test_needs_run_before_those_who_need_them(self) -> None:
        """The runner works a graph out once: every node after its needs, each once, inputs passed through."""

        class Node:
            def __init__(self, name: str, needs: list[str]) -> None:
                self.name, self.needs = name, {need: need for need in needs}

            def __call__(self, *inputs: tuple) -> tuple:
                calls.append(self.name)
                return self.name, "+".join(str(value) for _, value in inputs) or self.name

        calls: list[str] = []
        nodes = {
            name: Node(name, needs)
            for name, needs in {"end": ["left", "right"], "left": ["in"], "right": ["in", "left"]}.items()
        }
        schema = type("Schema", (), {"nodes": nodes, "target_names": ["end"]})()
        loaded = type(
            "Loaded", (), {"_graph_schema": schema, "_instantiated_nodes": nodes, "_execution_context": None}
        )()
        runner = StraightGraphRunner(loaded)
        assert runner.run({"in": 1}) == {"end": "1+1+1"}
        assert calls == ["left", "right", "end"]


class StandIns(unittest.TestCase):
    def tearDown(self) -> None:
        _Placeholder.sealed = False

    def test_stood_in_module_has_any_name(self) -> None:
        """Importing a package that is stood in for, or anything of it, works."""
        finder = Placeholders(["no_such_package"])
        module = finder.create_module(finder.find_spec("no_such_package.deep"))
        assert issubclass(type("Mine", (module.layers.Layer,), {}), object)

    def test_other_packages_are_left_to_python(self) -> None:
        """A package that is not named is found the usual way, also one with a longer name."""
        assert Placeholders(["json"]).find_spec("jsonschema") is None

    def test_decorated_function_stays_itself(self) -> None:
        """A placeholder used as a decorator leaves the function as it is."""
        finder = Placeholders(["no_such_package"])
        module = finder.create_module(finder.find_spec("no_such_package"))
        assert module.function(len)("abc") == 3

    def test_use_after_start_fails_loudly(self) -> None:
        """Once all is imported, making something from a placeholder is an error that names it."""
        finder = Placeholders(["no_such_package"])
        module = finder.create_module(finder.find_spec("no_such_package"))
        finder.seal()
        with self.assertRaisesRegex(PlaceholderUsedError, "no_such_package.Variable"):  # noqa: PT027 - no pytest there
            module.Variable(1)
