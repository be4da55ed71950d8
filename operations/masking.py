"""伏せた写し: words of a record that somebody looked at and marked as 一般の言葉, with a reason."""

from dataclasses import dataclass

from models.minutes import ConferenceRecord
from models.people import Role
from operations.action import Act, action
from rules.lifecycle import reason
from rules.refusal import require

MOST = 50


@dataclass(frozen=True)
class MaskFacts:
    """What is marked."""

    general: int


def words_name_nobody(facts: MaskFacts) -> bool:
    """A machine cannot tell 諏訪湖 from 諏訪: a person says so, and why."""
    return facts.general == 0


_CONDITIONS = (reason(words_name_nobody, by=frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})),)


@action("record.mask", on=ConferenceRecord)
def mark_general_words(act: Act, record: ConferenceRecord, *, general: list[str]) -> ConferenceRecord:
    """一般の言葉として確かめました: kept in the history alone; the record itself stays as it is."""
    require(record.case_id is not None, "not_found")
    require(0 < len(general) <= MOST and all(0 < len(one) <= MOST for one in general), "words_are_needed")
    act.weigh(_CONDITIONS, MaskFacts(len(general)))
    return record
