"""望まれる社会資源: an entry begins, its public text is weighed, and every step of it leaves its place on the road."""

from uuid import UUID

from sqlmodel import col, select

from models.cases import Case, HouseholdMember
from models.gaps import GapKind, GapMove, GapOrigin, ResourceGap
from models.places import District
from models.taxonomies import taxonomy
from operations.action import Act
from operations.numbers import next_number
from rules.calendar import fiscal_year
from rules.gap_facts import gap_facts
from rules.gap_steps import PUBLIC_TEXT, GapFacts
from rules.identifiers import hits_in
from rules.numbering import gap_number
from rules.refusal import require
from rules.typed_text import kept
from rules.visibility import cases_by_office

PUBLIC = 400


def write_entry(
    act: Act, gap: ResourceGap, *, code: str, kind: GapKind, district_key: str, severity: int,
    public_summary: str | None,
) -> None:  # fmt: skip
    """Put checked values into an entry."""
    require(code in taxonomy("gap"), "field_is_needed", field="field.gap_code")
    known = act.session.exec(select(District.key).where(District.key == district_key)).first()
    require(district_key == "" or known is not None, "not_found")
    require(1 <= severity <= 3, "not_found")
    gap.code, gap.kind, gap.district_key, gap.severity = code, kind, district_key, severity
    gap.public_summary = kept(public_summary, most=PUBLIC)


def new_entry(
    act: Act, *, code: str, kind: GapKind, district_key: str, severity: int, public_summary: str | None
) -> ResourceGap:
    """A candidate with the next number of the 年度."""
    year = fiscal_year(act.today)
    gap = ResourceGap(fiscal_year=year, serial=0, number="", code="", kind=kind)
    write_entry(
        act, gap, code=code, kind=kind, district_key=district_key, severity=severity, public_summary=public_summary
    )
    gap.serial = next_number(act.session, f"gap:{year}")
    gap.number = gap_number(year, gap.serial)
    return act.add(gap)


def facts_of(act: Act, gap: ResourceGap, **more: bool) -> GapFacts:
    """What the conditions of an entry ask about, counted now."""
    act.session.flush()
    return gap_facts(act.session.execute, gap, **more)


def weigh_public_text(act: Act, gap: ResourceGap) -> None:
    """A text that others read already is looked through again before it changes."""
    if gap.confirmed_on is not None:
        act.weigh(PUBLIC_TEXT, facts_of(act, gap))


def refuse_names(act: Act, gap: ResourceGap, *texts: str | None) -> None:
    """What is said of an entry is read by people who hold none of its cases: it names nobody of them.

    A name is compared with the households that the one who writes holds: for anybody else a refusal would tell whose
    household it is.
    """
    cases = select(GapOrigin.case_id).where(GapOrigin.gap_id == gap.id)
    own = act.session.exec(select(Case).where(col(Case.id).in_(cases), cases_by_office(act.actor))).all()
    held = [case.id for case in own]
    people = act.session.exec(select(HouseholdMember).where(col(HouseholdMember.case_id).in_(held))).all()
    told = [(case, [one for one in people if one.case_id == case.id]) for case in own]
    found = dict.fromkeys(word for text in texts for word in hits_in(text, told).certain)
    require(not found, "text_names_somebody", words="」「".join(found))


def moved(act: Act, gap: ResourceGap, step: str, words: str | None = None, conference_id: UUID | None = None) -> None:
    """道のり: the step, the day, who took it and where it was talked about."""
    act.session.add(
        GapMove(
            gap_id=gap.id, step=step, moved_on=act.today, by_id=act.actor.person_id, words=words,
            conference_id=conference_id,
        )
    )  # fmt: skip
