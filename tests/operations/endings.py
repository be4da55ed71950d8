"""Hands for the end of a case: evaluated, its four questions answered, every agency heard, closed; and the ledger."""

from typing import Any
from uuid import UUID

import settings
from models.cases import Case, CaseState
from models.closure import (
    AgencyOpinion,
    Attainment,
    ClosureReview,
    Evaluation,
    Manageable,
    OpinionState,
    Outcome,
    Wanted,
)
from models.database import reading
from models.gaps import Disposition, Engagement, EngagementKind, GapKind, GapOrigin, ResourceGap
from models.history import Channel, ReasonedAct
from models.plans import Assignment, AssignmentState
from operations.action import Said
from operations.cases import advance_case
from operations.gaps import advance_gap, raise_gap
from operations.monitoring import record_evaluation
from operations.opinions import give_opinion
from operations.reviews import answer_review, approach_from_review, review_in_hand, want_resource
from rules.review import FlowStep
from tests.city import City
from tests.operations.sittings import rows
from tests.operations.working import DAY, answer

CASE = "007"  # 畑の見える家: a decided plan, four agencies' roles, one of them taken back, one of the family
HOSPITAL, OFFICE, SOUTH = "general_hospital", "disability_consultation_office_1", "south_welfare_consultation_center"
PUBLIC = "日中に少ない人数で通える場が、平日の午前に足りない。"
FLOW = (FlowStep("学校", "福祉相談センター", "卒業のとき"), FlowStep("福祉相談センター", "農園", "見学"))
ANSWERS: dict[str, Any] = {
    "manageable": Manageable.PARTLY, "manageable_words": "介護のことは受けられた。", "reason_codes": ["N11", "N01"],
    "reason_words": "世帯を一つに見る機関がなかった。", "flow": FLOW, "wanted": Wanted.NOTHING,
    "nothing_words": "今ある場で足りた。", "closing": "E01",
}  # fmt: skip


def state_of(city: City, number: str = CASE) -> CaseState:
    """Where a case stands."""
    return city.row(Case, city.case(number)).state


def evaluating(city: City, number: str = CASE, **other: Any) -> dict[str, Any]:
    """The inputs of evaluation.record: reached, and now the end."""
    return {
        "subject_id": city.case(number), "seen": city.seen(Case, city.case(number), record_evaluation),
        "evaluated_on": settings.today(), "attainment": Attainment.ATTAINED, "attainment_words": "週に一度、農園に通う。",
        "outcome": Outcome.CLOSE, **other,
    }  # fmt: skip


def evaluated(city: City, number: str = CASE, who: str = "kobayashi", **other: Any) -> UUID:
    """A case at its 終結; the id of its review."""
    city.do(who, record_evaluation, **evaluating(city, number, **other))
    return review_of(city, number).id


def evaluations(city: City, number: str = CASE) -> list[Evaluation]:
    """The evaluations of a case."""
    return rows(Evaluation, case_id=city.case(number))


def review_of(city: City, number: str = CASE) -> ClosureReview:
    """The review that is still talked about."""
    with reading() as session:
        found = review_in_hand(session, city.case(number))
    assert found is not None
    return found


def answering(city: City, review_id: UUID, **given: Any) -> dict[str, Any]:
    """The inputs of review.answer for these questions alone, as a form of them shows them."""
    row = city.row(ClosureReview, review_id)
    return {"subject_id": review_id, "seen": {name: getattr(row, name) for name in given}, **given}


def answered(city: City, review_id: UUID, who: str = "kobayashi", **given: Any) -> ClosureReview:
    """The four questions answered, with what is given instead; what is stored."""
    city.do(
        who, answer_review, **answering(city, review_id, **{"successor_id": city.agency(SOUTH), **ANSWERS, **given})
    )
    row: ClosureReview = city.row(ClosureReview, review_id)
    return row


def told(city: City, review_id: UUID, who: str = "kobayashi", **given: Any) -> ClosureReview:
    """Some of the questions answered; what is stored."""
    city.do(who, answer_review, **answering(city, review_id, **given))
    row: ClosureReview = city.row(ClosureReview, review_id)
    return row


def opinions(review_id: UUID) -> list[AgencyOpinion]:
    """The opinions of a review."""
    return rows(AgencyOpinion, review_id=review_id)


def opinion_of(city: City, review_id: UUID, agency: str) -> AgencyOpinion:
    """The opinion of one agency."""
    return next(one for one in opinions(review_id) if one.agency_id == city.agency(agency))


def saying(city: City, opinion_id: UUID, **given: Any) -> dict[str, Any]:
    """The inputs of opinion.give."""
    seen = city.seen(AgencyOpinion, opinion_id, give_opinion)
    return {"subject_id": opinion_id, "seen": seen, **({} if given else {"has_opinion": False}), **given}


def by_fax(agency_id: UUID) -> Said:
    """What somebody of an agency wrote on its sheet a while ago."""
    return Said(agency_id, "担当の方", Channel.FAX, settings.now() - DAY / 24)


def heard(city: City, review_id: UUID, *less: str) -> None:
    """Every agency but these had no opinion, on its sheet."""
    silent = {city.agency(key) for key in less}
    for one in opinions(review_id):
        if one.state is OpinionState.ASKED and one.agency_id not in silent:
            city.do("kobayashi", give_opinion, said=by_fax(one.agency_id), **saying(city, one.id))


def reviewed(city: City, number: str = CASE, who: str = "kobayashi", **given: Any) -> UUID:
    """A case that is ready to be closed; its review."""
    review_id = evaluated(city, number, who)
    answered(city, review_id, who, **given)
    heard(city, review_id)
    return review_id


def closing(city: City, number: str = CASE, name: str = "close", **other: Any) -> dict[str, Any]:
    """The inputs of case.advance towards the end, or back."""
    seen = city.seen(Case, city.case(number), advance_case)
    return {"subject_id": city.case(number), "seen": seen, "step": name, **other}


def closed(city: City, number: str = CASE, who: str = "kobayashi", **given: Any) -> UUID:
    """A closed case; its review."""
    review_id = reviewed(city, number, who, **given)
    city.do(who, advance_case, **closing(city, number))
    return review_id


def reopened(city: City, number: str = CASE, who: str = "kobayashi") -> Case:
    """A closed case opened again; what is stored."""
    city.do(who, advance_case, **closing(city, number, "reopen", words="母の入院で、暮らしが変わった。"))
    row: Case = city.row(Case, city.case(number))
    return row


def roles_in(city: City, number: str = CASE) -> list[Assignment]:
    """The whole table of a case in its order."""
    return sorted(rows(Assignment, case_id=city.case(number)), key=lambda row: row.position)


def finished(city: City, number: str = CASE) -> UUID:
    """The hospital's role in the case is done; the role."""
    own = next(row for row in roles_in(city, number) if row.agency_id == city.agency(HOSPITAL))
    assert answer(city, "ogawa", own.id, "finish").state is AssignmentState.DONE
    return own.id


def wanted(city: City, review_id: UUID, who: str = "kobayashi", **other: Any) -> GapOrigin:
    """What a review wants: an entry of its own, or joined to one (gap_id=…)."""
    new = {} if "gap_id" in other else {"code": "G02", "public_summary": PUBLIC}
    inputs = {"words": "実さんが午前に通える場がほしい。", **new, **other}
    done = city.do(who, want_resource, review_id, **inputs)
    row: GapOrigin = city.row(GapOrigin, done.subject_id)
    return row


def approached(city: City, review_id: UUID, **other: Any) -> Engagement:
    """Somebody is told and asked because of a review."""
    inputs = {
        "kind": EngagementKind.APPROACH,
        "agency_id": city.agency("elderly_care_division"),
        "words": "窓口で世帯を見てほしい。",
        **other,
    }
    done = city.do("kobayashi", approach_from_review, review_id, **inputs)
    row: Engagement = city.row(Engagement, done.subject_id)
    return row


def raised(city: City, who: str = "kobayashi", **other: Any) -> UUID:
    """A candidate that comes from no case."""
    inputs = {"code": "G02", "kind": GapKind.SHORT, "words": "窓口で続けて聞いた。", "public_summary": PUBLIC, **other}
    return city.do(who, raise_gap, **inputs).subject_id


def stepping(city: City, gap_id: UUID, name: str, **other: Any) -> dict[str, Any]:
    """The inputs of gap.advance."""
    return {"subject_id": gap_id, "seen": city.seen(ResourceGap, gap_id, advance_gap), "step": name, **other}


def go(city: City, gap_id: UUID, name: str, who: str = "kobayashi", **other: Any) -> ResourceGap:
    """A step of an entry; what is stored afterwards."""
    city.do(who, advance_gap, **stepping(city, gap_id, name, **other))
    row: ResourceGap = city.row(ResourceGap, gap_id)
    return row


def owned_by(city: City, agency: str = "elderly_care_division", **other: Any) -> dict[str, Any]:
    """The terms of assign: who answers for it, how, by when."""
    return {
        "owner_id": city.agency(agency), "disposition": Disposition.WIDEN, "due_on": settings.today() + 60 * DAY,
        **other,
    }  # fmt: skip


def confirmed(city: City, **other: Any) -> UUID:
    """An entry whose 公開文 was looked through."""
    gap_id = raised(city, **other)
    go(city, gap_id, "confirm")
    return gap_id


def reasons_of(subject_id: UUID) -> dict[str, str]:
    """The reasons with which an act on a subject went on."""
    return {one.condition: one.reason for one in rows(ReasonedAct, subject_id=subject_id)}
