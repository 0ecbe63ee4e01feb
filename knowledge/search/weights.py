"""Every number the search decides with, in one place, each with what it means; weights.yml holds the fitted ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

WEIGHTS_PATH = Path(__file__).with_name("weights.yml")


@dataclass(frozen=True)
class Weights:
    """The values here were set by hand; tests/quality/fit_weights.py fits some of them and writes weights.yml."""

    # --- how much one word says ---
    weak_word: float = 0.15
    """Context words of a story (con, mẹ, nhà): seen, but they must not outvote the procedure's own words."""
    story_word: float = 0.75
    """A word that only aliases use, against one that titles use."""
    circumstance: float = 0.6
    """Words before a wish ("con lấy vợ, muốn tách hộ") or after a reason ("vì …") against the wish itself."""
    unknown_word: float = 0.5
    """A word no entry has, against 1 for the rarest known word: it lowers agreement, it finds nothing."""
    wrong_marks: float = 0.6
    """Match of a word whose marks differ (trú / chú have other letters; sinh / sính): folded evidence only."""
    wrong_tone: float = 0.85
    """The same where only hỏi and ngã are mixed up, the commonest slip."""
    respelled: float = 0.85
    """Match of a word that was corrected first."""

    # --- how one surface (title, alias) is scored ---
    pairs: float = 0.5
    """Adjacent words against single words."""
    precision: float = 0.35
    """Share of the score that depends on how much of the surface the question covers: short titles win ties."""
    whole_entry: float = 0.3
    """Share of the coverage that other surfaces of the same entry may add."""
    alias: float = 0.97
    alias_precision: float = 0.55
    """An alias counts little unless most of it is said: long ones tell a story that has other words too."""
    form: float = 0.9
    """The code of a form that the text of an entry names: several entries use the same form."""
    head: float = 0.93
    """The first part of a long official title, cut where its conditions begin."""
    rewriting: float = 0.97
    """A reading in which residents' words were replaced by official ones."""
    loose_rewriting: float = 0.93
    """The same where the words stood apart or in another order."""
    replaced: float = 1.0
    """How far official words count only as much as the residents' words they replace: 1 fully, 0 not at all."""
    other_subject: float = 0.5
    """Share lost by an alias that names its procedure when the question does not: "đổi bằng lái có cần khám sức
    khỏe không" for a question about a medical check alone."""
    remote_case: float = 0.4
    """Share of a special case's penalty when the title names it late, as one case of several."""
    negated: float = 0.35
    """Share of the score lost when a clause says that exactly this is not meant."""

    # --- priors ---
    popularity: float = 0.012
    """For each of the five steps of an editor's popularity."""
    curated: float = 0.02
    """A checked text over an imported record of the same worth."""
    everyday_field: float = 0.04
    """Fields residents ask about every day over customs, shipping, banking."""
    level_step: float = 0.02
    """Commune over province over ministry, for each step, where the text is equal."""
    in_hand: float = 0.3
    """Entries that share all words with the one in hand: "hết hạn thì gia hạn sao" after tạm trú."""

    # --- the embedding ---
    embedding: float = 0.2
    """Most that the model can move a score. e5-small alone finds 0.39 of the dev questions, BM25 0.71."""

    # --- bands ---
    lone_word: float = 0.4
    """Worth, for agreement, of a covered word none of whose neighbours stands beside it in the title."""
    single_word: float = 0.7
    """The same for a word that stood alone among filler and context in the question."""
    spread: float = 0.55
    """Most agreement for an entry of which several aliases together have all words, none of them nearly whole."""
    general_precision: float = 0.7
    general_share: float = 0.75
    """A question whose words several titles hold, none of them nearly whole ("giấy phép xây dựng"): offer."""
    fair_precision: float = 0.5
    """Share of a title below which its coverage of the question counts less: long titles hold any word."""
    alias_share: float = 0.8
    """The same for an alias, squared: half an alias is no evidence."""
    rich_from: float = 2.0
    rich_to: float = 3.5
    """Rarity, summed, of matched words that makes up for a low share: "sang tên sổ đỏ" in a title of 60 words."""
    rich_share: float = 0.85
    """Most that this may make up."""
    named_from: float = 0.6
    named_to: float = 0.9
    """Share of a title that must be said before the question counts as naming it, and for it to count in full."""
    named_alone: float = 0.35
    """Agreement of a full name in a question that is otherwise about something else."""
    full_name: float = 1.0
    """Rarity, summed, of a title that is specific enough to be meant when the question contains all of it."""
    answer_agreement: float = 0.62
    """Least agreement to answer at once."""
    answer_margin: float = 0.03
    """Least lead to answer at once."""
    offer_agreement: float = 0.4
    """Least agreement to offer choices."""
    offer_share: float = 0.5
    """Least score of a choice, as a share of the first one's."""


@cache
def fitted_weights(path: Path = WEIGHTS_PATH) -> Weights:
    """Return the weights the search uses. A name that is no weight is a TypeError: the file belongs to the program."""
    values: dict[str, float] = yaml.safe_load(path.read_text(encoding="utf-8"))["weights"]
    return replace(Weights(), **values)
