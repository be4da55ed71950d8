"""Hands for the end of a case: its review, what is wanted, what agencies say, and 終結 in the short form."""

from typing import Any
from uuid import UUID

from starlette.requests import Request

import settings
from models.cases import Case, CaseState
from models.closure import AgencyOpinion, ClosureReview, Manageable, Wanted
from models.gaps import EngagementKind, GapKind, GapOrigin, ResourceGap
from operations.cases import advance_case
from operations.gaps import advance_gap, merge_gap
from operations.reviews import answer_review, approach_from_review, begin_review, want_resource
from queries.gap import divisions, entries, gap_file
from queries.gap_heat import gap_heat
from queries.gaps import Wish, gap_board, gap_list
from queries.today import today_of
from rules.access import may
from tests.access.test_nowhere import refusal
from tests.city import City
from tests.operations.sittings import rows
from web.files import FILES

NOT_FOUND = str(("not_found", {}, "not_found"))
NEED, SENSITIVE = "G04", "G21"


def review_of(city: City, number: str, who: str = "kobayashi", **more: Any) -> UUID:
    """The review of a case, begun now or going on already."""
    case = city.row(Case, city.case(number))
    return city.do(who, begin_review, case.id, seen={"state": case.state}, **more).subject_id


def wanted(city: City, number: str, who: str = "kobayashi", *, code: str = NEED, **more: Any) -> UUID:
    """What is wanted at the end of a case; the entry of the ledger it stands in."""
    new = {} if "gap_id" in more else {"code": code, "kind": GapKind.ABSENT}
    told = {"words": f"ナイショ{number}の声", **new, **more}
    origin = city.do(who, want_resource, review_of(city, number), **told).subject_id
    gap: UUID = city.row(GapOrigin, origin).gap_id
    return gap


def moved(city: City, gap: UUID, step: str, who: str = "kobayashi", **more: Any) -> None:
    """A step of an entry."""
    city.do(who, advance_gap, gap, seen=city.seen(ResourceGap, gap, advance_gap), step=step, **more)


def put_to(city: City, gap: UUID, into: UUID) -> None:
    """Two entries that say the same."""
    city.do("kobayashi", merge_gap, gap, seen=city.seen(ResourceGap, gap, merge_gap), into_id=into)


def owned(city: City, gap: UUID, agency: str) -> None:
    """Looked through and given to a 所管課."""
    moved(city, gap, "confirm")
    terms = {"owner_id": city.agency(agency), "disposition": "cooperate", "due_on": settings.today()}
    moved(city, gap, "assign", **terms)


def approached(city: City, number: str) -> UUID:
    """A 働きかけ out of a review."""
    told = {
        "kind": EngagementKind.APPROACH,
        "agency_id": city.agency("environment_division"),
        "words": "ナイショの相談",
    }
    return city.do("kobayashi", approach_from_review, review_of(city, number), **told).subject_id


def opinion_of(city: City, number: str, agency: str) -> AgencyOpinion:
    """What an agency is asked at the end of a case."""
    return rows(AgencyOpinion, review_id=review_of(city, number), agency_id=city.agency(agency))[0]


def closed(city: City, number: str) -> UUID:
    """A case that ended because its people left: the short form of the review is enough."""
    review = review_of(city, number, is_short=True)
    told = {
        "manageable": Manageable.COULD_NOT, "reason_codes": ["N01"], "flow_unlikely": "転出のため",
        "wanted": Wanted.NOTHING, "nothing_words": "転出のため", "closing": "E06",
    }  # fmt: skip
    seen = city.seen(ClosureReview, review, answer_review)
    city.do("kobayashi", answer_review, review, seen=seen, **told)
    city.do("kobayashi", advance_case, city.case(number), seen={"state": CaseState.REVIEWING}, step="close")
    return review


def ledger(city: City, who: str, *words: str) -> list[object]:
    """All that the ledger and きょう show to somebody: the board, the lists, the search, each entry, the file."""
    views: list[object] = [city.look(who, today_of)]
    if not may(city.actor(who), "gap.look"):
        return [*views, csv_of(city, who)]
    listed = city.look(who, gap_list, Wish())
    views += [city.look(who, gap_board), city.look(who, gap_heat), listed, csv_of(city, who)]
    views += [city.look(who, one) for one in (entries, divisions)]
    views += [city.look(who, gap_file, row.id) for row in listed.rows]
    return views + [city.look(who, gap_list, Wish(words=one)) for one in words]


def csv_of(city: City, who: str) -> str:
    """The file of the ledger, or nothing where it is answered like none."""
    scope = {"type": "http", "path_params": {}, "query_string": b"", "headers": []}
    if not may(city.actor(who), "gap.export"):
        return str(refusal(city, who, FILES["gaps"], Request(scope))).replace(NOT_FOUND, "")
    body: bytes = city.look(who, FILES["gaps"], Request(scope)).body
    return body.decode("utf-8-sig")


def ids_found(city: City, who: str, *words: str) -> set[UUID]:
    """The entries that somebody finds, in the whole list or by words."""
    if not may(city.actor(who), "gap.look"):
        return set()
    lists = [city.look(who, gap_list, Wish(words=one)) for one in words or ("",)]
    assert all(one.total == len(one.rows) for one in lists)
    return {row.id for one in lists for row in one.rows}
