"""The steps of a conference, from the plan to the adjournment."""

from dataclasses import dataclass

from models.conferences import ConferenceState as K
from models.people import Role
from rules.access import Office
from rules.lifecycle import Lifecycle, Step, notice, reason, stop

Who = frozenset[Role | Office]
RUNNERS: Who = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF, Office.FACILITATOR, Office.RECORDER})


@dataclass(frozen=True)
class ConferenceFacts:
    """What the conditions of a conference ask about; counted on everything, whoever asks."""

    items: int = 0
    invitations: int = 0
    decisions_without_question: int = 0
    has_reason: bool = True
    records_alone: bool = False
    uncovered: int = 0
    may_convene: bool = True
    is_read: bool = True
    needs_reading: bool = False
    decisions_open: int = 0
    roles_without_person: int = 0
    roles_without_day: int = 0
    has_attendance: bool = True


def has_agenda(facts: ConferenceFacts) -> bool:
    """A notice without an agenda calls people to nothing."""
    return facts.items > 0


def somebody_is_called(facts: ConferenceFacts) -> bool:
    """A notice goes to somebody."""
    return facts.invitations > 0


def its_convenor_convenes(facts: ConferenceFacts) -> bool:
    """Each body is convened by whom it belongs to; 支援会議 by the municipality alone."""
    # 社会福祉法 第106条の6第1項: 市町村は、支援会議を組織することができる。
    return facts.may_convene


def decisions_ask_something(facts: ConferenceFacts) -> bool:
    """An item that asks for a decision says the question in one sentence."""
    return facts.decisions_without_question == 0


def consents_cover_the_room(facts: ConferenceFacts) -> bool:
    """Nobody is spoken of by name before an agency that their consent does not reach."""
    return facts.uncovered == 0


def somebody_else_records(facts: ConferenceFacts) -> bool:
    """Who facilitates watches faces; recording as well is lawful, and told."""
    return not facts.records_alone


def cancellation_is_explained(facts: ConferenceFacts) -> bool:
    """Those who were called learn why it does not take place."""
    return facts.has_reason


def it_was_read_out(facts: ConferenceFacts) -> bool:
    """守秘義務, or the handling of personal information, is read out; opening never waits for it."""
    return facts.is_read or not facts.needs_reading


def attendance_is_taken(facts: ConferenceFacts) -> bool:
    """Who was there stands in the record."""
    return facts.has_attendance


def decisions_have_results(facts: ConferenceFacts) -> bool:
    """判断 ends with 決定, 継続, 取下げ or 時間切れ."""
    return facts.decisions_open == 0


def roles_have_persons(facts: ConferenceFacts) -> bool:
    """A role of an agency has somebody by name, or was taken back with who answers by when."""
    return facts.roles_without_person == 0


def roles_have_days(facts: ConferenceFacts) -> bool:
    """By when or how often may be filled in afterwards."""
    return facts.roles_without_day == 0


CONFERENCE = Lifecycle(
    "conference",
    K.PLANNED,
    (
        Step(
            "convene",
            frozenset({K.PLANNED}),
            K.CONVENED,
            RUNNERS,
            (
                stop(its_convenor_convenes),
                stop(has_agenda),
                stop(somebody_is_called),
                stop(consents_cover_the_room),
                notice(decisions_ask_something),
                notice(somebody_else_records),
            ),
        ),
        Step(
            "open",
            frozenset({K.CONVENED}),
            K.IN_SESSION,
            RUNNERS,
            # A consent taken back today must not stop eight people at the door: it stops its own item, at its turn.
            (notice(consents_cover_the_room), notice(it_was_read_out)),
        ),
        Step(
            "adjourn",
            frozenset({K.IN_SESSION}),
            K.ADJOURNED,
            RUNNERS,
            (
                stop(decisions_have_results),
                reason(roles_have_persons, by=RUNNERS),
                notice(roles_have_days),
                notice(it_was_read_out),
                notice(attendance_is_taken),
            ),
        ),
        # An alarm, an ambulance: one press, and every open decision is 時間切れ.
        Step("break_off", frozenset({K.IN_SESSION}), K.ADJOURNED, RUNNERS),
        Step(
            "cancel",
            frozenset({K.PLANNED, K.CONVENED}),
            K.CANCELLED,
            RUNNERS,
            (stop(cancellation_is_explained),),
        ),
    ),
)
