"""役割 on the screen: the whole table, one card, and the line by which a role is agreed in the room."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import streamlit as st

from models.plans import AssignmentState, DoerKind
from operations.assignments import agree_assignment
from queries.role_view import RoleRow
from queries.view import Choice
from rules.calendar import short_day
from ui.forms import ActForm, act_form
from ui.menu import href
from ui.show import Safe, basis_words, definitions, joined, long_day, made, moment, show, tag
from words import label_of, word

A = AssignmentState
TONES = {
    A.DRAFT: "", A.ASKED: "soon", A.TAKEN_BACK: "soon", A.ACCEPTED: "done", A.ACCEPTED_WITH_CONDITION: "soon",
    A.DECLINED: "hole", A.DONE: "done", A.NOT_NEEDED: "wait", A.ENDED_WITH_CASE: "wait",
}  # fmt: skip
_COLUMNS = ("who", "what", "when", "service", "state")


def state_words(row: RoleRow) -> str:
    """Where it stands in words: 承諾待ち, 持ち帰り(回答 6月25日(木)まで)."""
    if row.state is A.TAKEN_BACK and row.answer_due_on is not None:
        return word("roles.taken_back_until", day=short_day(row.answer_due_on))
    if row.state is A.ACCEPTED_WITH_CONDITION and row.condition_accepted_at is not None:
        return word("roles.condition_accepted")
    return label_of(row.state)


def state_tag(row: RoleRow) -> Safe:
    """The state, and that it is late where it is."""
    is_settled = row.state is A.ACCEPTED_WITH_CONDITION and row.condition_accepted_at is not None
    parts = [tag(state_words(row), "done" if is_settled else TONES[row.state])]
    if row.is_late:
        parts.append(tag(word("roles.late"), "late"))
    if row.is_replaced:
        parts.append(tag(word("roles.replaced"), "wait"))
    return joined(parts)


def who_words(row: RoleRow) -> str:
    """Who carries it: the agency, or the person, the family, a neighbour, 民生委員."""
    return row.agency or label_of(row.doer)


def person_words(row: RoleRow) -> str:
    """By name where a name is known."""
    named = row.person or row.doer_name or ""
    return f"{row.title} {named}".strip() if row.person else named


def when_words(row: RoleRow) -> str:
    """By when, or how often."""
    day = word("roles.until", day=short_day(row.due_on)) if row.due_on else ""
    return "　".join(part for part in (day, row.frequency or "") if part)


def service_words(row: RoleRow) -> str:
    """With which 制度・サービス, in which 事業."""
    return "　".join(part for part in (row.service or "", label_of(row.programme) if row.programme else "") if part)


def _line(row: RoleRow) -> Safe:
    task = made("$task", task=row.task)
    if row.is_mine or row.may:
        task = made('<a href="$to" target="_self">$task</a>', to=href("role", id=row.id), task=row.task)
    notes = [word("roles.for_people", people=word("list.and").join(row.people))] if row.people else []
    notes += [word(f"roles.{name}") for name in ("is_restricted", "without_contents") if getattr(row, name)]
    cells = {
        "who": made(
            "<b>$who</b><small>$person</small><small>$contact</small>",
            who=who_words(row),
            person=person_words(row),
            contact=row.contact,
        ),
        "what": made("$task<small>$notes</small>", task=task, notes="　".join(notes)),
        "when": made("$when", when=when_words(row)),
        "service": made("$service", service=service_words(row)),
        "state": made("$state<small>$last</small>", state=state_tag(row), last=_last_told(row)),
    }
    drawn = joined(
        made('<td data-h="$head">$cell</td>', head=word(f"role_table.{name}"), cell=cells[name]) for name in _COLUMNS
    )
    return made('<tr class="$mark">$cells</tr>', mark="on" if row.is_mine else "", cells=drawn)


def _last_told(row: RoleRow) -> str:
    last = row.reports[0] if row.reports else None
    return f"{moment(last.at)} {last.words}" if last is not None else row.answer or ""


def role_table(rows: Iterable[RoleRow]) -> None:
    """役割分担表: who does what by when with which 制度; the own rows are marked. Nothing where there are none."""
    body = joined(_line(row) for row in rows)
    if not body:
        show('<p class="yo-none">$text</p>', text=word("roles.none_yet"))
        return
    head = joined(made('<th scope="col">$name</th>', name=word(f"role_table.{name}")) for name in _COLUMNS)
    show(
        '<table class="yo-tb yo-rl stack"><thead><tr>$head</tr></thead><tbody>$body</tbody></table>',
        head=head,
        body=body,
    )


_TABLES = {"roles": "document.roles", "roles-pdf": "document.roles_pdf"}


def papers(case_id: UUID, rows: Iterable[RoleRow]) -> None:
    """役割分担表 of the case, and for each agency that still has to answer its 回答票 to be sent back by FAX."""
    waiting = {row.agency_id: row.agency for row in rows if row.state in {A.ASKED, A.TAKEN_BACK} and row.agency_id}
    links = [_paper(f"/files/{kind}/{case_id}", word(key)) for kind, key in _TABLES.items()]
    for agency_id, name in waiting.items():
        links.append(_paper(f"/files/reply/{case_id}?agency={agency_id}", word("roles.reply_of", agency=name)))
    show('<p class="yo-links">$links</p>', links=joined(links))


def _paper(to: str, name: str) -> Safe:
    return made('<a href="$to" target="_self">$name</a>', to=to, name=name)


def who(form: ActForm, places: Iterable[Choice], value: UUID | DoerKind | None = None) -> None:
    """Who carries it: an agency, or somebody around the person who has no account."""
    label = form.labels["doer"] = word("field.doer")
    known: dict[UUID | DoerKind, str] = {choice.id: choice.label for choice in places}
    known |= {kind: label_of(kind) for kind in DoerKind if kind is not DoerKind.AGENCY}
    place = list(known).index(value) if value in known else None
    chosen = st.selectbox(
        label,
        list(known),
        place,
        key=f"{form.key}:doer",
        format_func=known.__getitem__,
        placeholder=word("form.choose"),
    )
    is_agency = isinstance(chosen, UUID)
    form.inputs["doer"] = DoerKind.AGENCY if is_agency or chosen is None else chosen
    form.inputs["agency_id"] = chosen if is_agency else None


def about(form: ActForm, household: Iterable[Choice], values: Iterable[UUID] = ()) -> None:
    """Whom it speaks of; nobody named is the whole household."""
    people = tuple(household)
    if people:
        form.some_of("members", people, values)


def role_line(item_id: UUID, places: Iterable[Choice], household: Iterable[Choice] = ()) -> None:
    """役割を加える in the room: one line; who and what are enough, day, 制度 and for whom may be told at once."""
    label = word("act.assignment_agree")
    with act_form(agree_assignment, item_id, name="line", label=label, border=False, primary=False) as form:
        first, second, third, fourth = st.columns([1.8, 2.6, 1.6, 1.6], gap="small", vertical_alignment="bottom")
        with first:
            who(form, places)
        with second:
            form.text("task", hint=word("hint.task"))
        with third:
            form.day("due_on", need=False)
        with fourth:
            form.text("service")
        about(form, household)
        form.flag("without_contents")


def facts(row: RoleRow) -> Safe:
    """Everything about one role, name by name; what may not be told is not there."""
    pairs: list[tuple[str, object]] = [
        (word("role_table.who"), " ".join(part for part in (who_words(row), person_words(row)) if part)),
        (word("field.direct_line"), row.contact),
        (word("roles.for"), word("list.and").join(row.people)),
        (word("field.problem"), row.problem),
        (word("field.due_on"), long_day(row.due_on)),
        (word("field.frequency"), row.frequency),
        (word("role_table.service"), service_words(row)),
        (word("field.done_when"), row.done_when),
        (word("roles.asked_on"), long_day(row.asked_on)),
        (word("roles.answer"), row.answer),
        (word("field.answer_by"), row.answer_by),
        (word("roles.said"), _spoken(row)),
        (word("roles.ended_on"), long_day(row.ended_on)),
    ]
    return definitions(pairs)


def _spoken(row: RoleRow) -> str:
    told = row.spoken
    return (
        word("relay.spoken", who=told.said_by, how=label_of(told.channel), day=short_day(told.said_on)) if told else ""
    )


def heading_words(row: RoleRow) -> str:
    """Which household it is about, where that may be told; else whom to ask."""
    if row.case_number:
        return f"{row.case_number} {row.case_alias}"
    return word("roles.without_contents") if row.without_contents else word("roles.ask_office")


def card(row: RoleRow, today: date) -> None:
    """One role as its agency reads it, on a telephone too."""
    left = (row.due_on - today).days if row.due_on and not row.is_late and row.ended_on is None else None
    soon = tag(word("today.days_left", days=left), "soon") if left is not None and left <= 7 else Safe("")
    check = tag(word("roles.to_confirm"), "hole") if row.needs_confirming else Safe("")
    show(
        '<div class="m">$state $check $heading</div><div class="t"><a href="$to" target="_self">$task</a></div>'
        '<div>$when $soon <span class="m">$service</span></div><div>$done</div><div class="m">$basis</div>',
        state=state_tag(row), check=check, heading=heading_words(row), to=href("role", id=row.id), task=row.task,
        when=when_words(row), soon=soon, service=service_words(row),
        done=word("roles.done_when", words=row.done_when) if row.done_when else "", basis=basis_words(row.basis),
    )  # fmt: skip
