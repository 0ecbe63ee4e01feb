"""The action server: rasa-sdk's protocol on loopback, in one process, with the published knowledge in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import partial

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.action_answer import ActionAnswer
from actions.action_control import ActionControl
from actions.action_default_fallback import ActionDefaultFallback
from actions.action_feedback import ActionFeedback
from actions.action_guide import ActionGuide
from actions.action_handoff import ActionHandoff
from actions.action_new_unit import ActionNewUnit
from actions.action_no_choice import ActionNoChoice
from actions.action_out_of_scope import ActionOutOfScope
from actions.action_scam_warning import ActionScamWarning
from actions.action_small_talk import ActionSmallTalk
from actions.conversation import Conversation
from actions.corrections import CorrectionStage
from actions.desk import make_desk
from actions.place_talk import PlaceTalk
from actions.stages.checklist import ChecklistStage
from actions.stages.feedback import FeedbackStage
from actions.stages.forget import ForgetStage
from actions.stages.guide import GuideStage
from actions.stages.handoff import HandoffStage
from actions.stages.safety import SafetyStage
from bot.clock import today_in_vietnam
from bot.contact import contact
from bot.database import make_engine
from bot.lexicon_file import load_lexicon
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings
from knowledge.due_notice import tell_daily
from knowledge.library import Library, open_library
from knowledge.places.resolver import Places
from knowledge.store import KnowledgeStore


def clock(settings: Settings) -> Callable[[], date]:
    """Return the day in Vietnam, or the fixed day of the setting TODAY."""
    return partial(today_in_vietnam, settings)


def make_executor(library: Library, settings: Settings) -> ActionExecutor:
    """Register every action of the domain."""
    where_to_ask = contact(settings)
    talk = PlaceTalk(Places(), library)
    answer = ActionAnswer(library, clock(settings), where_to_ask, talk)
    lexicon = load_lexicon()
    handoff, feedback = ActionHandoff(library, make_desk(settings)), ActionFeedback(library)
    no_choice = ActionNoChoice(library, where_to_ask)
    stages = (
        SafetyStage(library, lexicon),
        GuideStage(library, lexicon),
        ChecklistStage(library, lexicon),
        CorrectionStage(answer, no_choice),
        HandoffStage(handoff),
        FeedbackStage(library, feedback, is_on=settings.feedback == "on"),
        ForgetStage(),
    )
    executor = ActionExecutor()
    for action in (
        answer,
        ActionSmallTalk(),
        ActionControl(answer),
        no_choice,
        ActionScamWarning(library, lexicon, answer),
        handoff,
        feedback,
        ActionGuide(),
        ActionOutOfScope(answer),
        ActionDefaultFallback(answer),
        ActionNewUnit(talk, answer),
    ):
        executor.register_action(Conversation(action, stages))
    return executor


def main() -> None:
    """Serve until stopped. Loopback only: a request holds a whole conversation."""
    settings = load_settings()
    set_up_logs(settings.log_level)
    store = KnowledgeStore(make_engine(settings.knowledge_url))
    library = open_library(store, settings.embedder)
    notice = (store, clock(settings), threading.Event())
    threading.Thread(target=tell_daily, args=notice, name="due", daemon=True).start()
    app = create_app(make_executor(library, settings), cors_origins=[])
    app.prepare(host="127.0.0.1", port=settings.actions_port, single_process=True, motd=False, access_log=False)
    Sanic.serve_single(app)


if __name__ == "__main__":
    main()
