"""More of the ledger, and more at the end of a case, than the sample city has."""

from datetime import date
from uuid import UUID

from sqlmodel import select

import settings
from models.closure import (
    AgencyOpinion,
    CaseProblem,
    ClosureReview,
    MonitoringCheck,
    Progress,
    RoleProgress,
)
from models.database import writing
from models.gaps import Engagement, EngagementKind, GapKind, GapMove, GapOrigin, GapState, OriginKind, ResourceGap
from models.people import Agency
from models.plans import Assignment, AssignmentState, DoerKind
from tests.city import City
from tests.operations.working import DAY

TEXT = "平日の午前に通える場がない。"


def more_gaps(
    city: City, count: int, *, first: int = 1, cases: tuple[UUID, ...] = (), state: GapState = GapState.CONFIRMED,
    code: str = "G02", text: str = TEXT, confirmed_on: date | None = None, owner: str = "",
) -> list[UUID]:  # fmt: skip
    """So many entries, each said in these cases; where none is given, once without a case."""
    by = city.person("kobayashi")
    is_candidate = state is GapState.CANDIDATE
    with writing() as session:
        ids = []
        for n in range(first, first + count):
            gap = ResourceGap(
                fiscal_year=2050, serial=n, number=f"32-資源{n:03d}", code=code, kind=GapKind.SHORT, state=state,
                public_summary=text, district_key="south", owner_id=city.agency(owner) if owner else None,
                confirmed_on=None if is_candidate else confirmed_on or settings.today(),
            )  # fmt: skip
            session.add(gap)
            session.flush()
            ids.append(gap.id)
            for case_id in cases or (None,):
                session.add(
                    GapOrigin(
                        gap_id=gap.id, kind=OriginKind.NOTICING, case_id=case_id, raised_on=settings.today(),
                        raised_by_id=by, words="もとの言葉",
                    )
                )  # fmt: skip
    return ids


def more_of_one(city: City, gap_id: UUID, cases: list[UUID]) -> None:
    """One entry said in so many more cases, with as many steps and 働きかけ."""
    by, today = city.person("kobayashi"), settings.today()
    with writing() as session:
        for case_id in cases:
            session.add(
                GapOrigin(
                    gap_id=gap_id,
                    kind=OriginKind.NOTICING,
                    case_id=case_id,
                    raised_on=today,
                    raised_by_id=by,
                    words="声",
                )
            )
            session.add(GapMove(gap_id=gap_id, step="begin", moved_on=today, by_id=by, words="動いた"))
            session.add(
                Engagement(
                    gap_id=gap_id, kind=EngagementKind.APPROACH, agency_id=city.agency("farm"), words="話す", by_id=by
                )
            )


def more_at_the_end(city: City, review: ClosureReview, count: int, *, skip: int = 0) -> None:
    """So many more opinions, wants, 働きかけ, looks, problems and roles of one case."""
    by, today, case_id = city.person("kobayashi"), settings.today(), review.case_id
    known = more_gaps(city, count, first=500 + skip, state=GapState.CANDIDATE, cases=(case_id,))
    with writing() as session:
        asked = set(session.exec(select(AgencyOpinion.agency_id).where(AgencyOpinion.review_id == review.id)))
        others = [one for one in session.exec(select(Agency.id)).all() if one not in asked][:count]
        for n, (agency_id, gap_id) in enumerate(zip(others, known, strict=True)):
            session.add(
                AgencyOpinion(review_id=review.id, case_id=case_id, agency_id=agency_id, asked_on=today, due_on=today)
            )
            session.add(
                GapOrigin(
                    gap_id=gap_id,
                    kind=OriginKind.REVIEW,
                    case_id=case_id,
                    review_id=review.id,
                    raised_on=today,
                    raised_by_id=by,
                    words="声",
                )
            )
            session.add(
                Engagement(
                    review_id=review.id,
                    case_id=case_id,
                    kind=EngagementKind.APPROACH,
                    agency_id=agency_id,
                    words="話す",
                    by_id=by,
                    due_on=today,
                )
            )
            session.add(CaseProblem(case_id=case_id, words="眠れない", noticed_on=today, noticed_by_id=agency_id))
            role = Assignment(
                case_id=case_id, position=100 + skip + n, doer=DoerKind.FAMILY, doer_name="母", task="電話する",
                state=AssignmentState.ACCEPTED, asked_on=today,
            )  # fmt: skip
            check = MonitoringCheck(case_id=case_id, checked_on=today - DAY, changes="変わらない", by_id=by)
            session.add_all([role, check])
            session.flush()
            session.add(
                RoleProgress(check_id=check.id, case_id=case_id, assignment_id=role.id, progress=Progress.STUCK)
            )
