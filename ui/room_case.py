"""The case in hand: the wish in the person's own words, the roles so far, and the roles agreed here and now."""

from datetime import timedelta

import streamlit as st

import settings
from models.history import Channel
from models.plans import AssignmentState, DoerKind
from operations.action import Said
from operations.assignments import accept_condition, advance_assignment
from operations.plans import advance_plan
from queries.agreed import Agreed, CaseInHand
from queries.attendees import Attendee
from queries.role_view import RoleRow
from queries.room import Room
from queries.view import Choice
from rules.access import may
from ui.emergency import in_the_room as emergency
from ui.emergency import is_spoken_of
from ui.forms import ActForm, act_form
from ui.menu import href
from ui.plan_forms import OPINIONS
from ui.roles import role_line, role_table, who_words
from ui.room_review import is_about_the_end, review
from ui.room_wanted import is_about_wants, wanted
from ui.session import who
from ui.show import Safe, heading, joined, made, show, tag
from ui.steps import step_buttons
from words import label_of, word

_OPEN = frozenset({AssignmentState.ASKED, AssignmentState.TAKEN_BACK})


def wish(view: CaseInHand) -> None:
    """ご本人の希望 above everything that is said about it."""
    plan = view.plan
    if plan is None:
        show('<p class="s">$text $onward</p>', text=word("room.no_plan"), onward=_onward(view))
        return
    show(
        '<div class="yo-wish"><span>$whose</span><q>$wish</q></div>'
        '<p class="s yo-links">$state <a href="$to" target="_self">$open</a>$onward</p>',
        whose=word("room.wish_of", who=plan.wish_of or word("room.the_person")), wish=plan.wish,
        state=tag(label_of(plan.state), "ai"), to=href("plan", id=view.case_id),
        open=word("room.open_plan", n=plan.round), onward=_onward(view),
    )  # fmt: skip


def findings(view: CaseInHand) -> None:
    """適切と認める, where it is said: a plan that was brought before this conference."""
    plan = view.plan
    if plan is None or not plan.offers:
        return
    with st.expander(word("room.plan_findings", n=plan.round), key=f"findings:{plan.id}"):
        step_buttons(advance_plan, plan.id, plan.offers, lifecycle="plan", seen={"state": plan.state}, extra=OPINIONS)


def _onward(view: CaseInHand) -> Safe:
    """進み具合 and 終結・振り返り, which are talked through in the room, for those who write them there."""
    if not may(who(), "review.look"):
        return Safe("")
    return joined(
        made('<a href="$to" target="_self">$name</a> ', to=href(page, id=view.case_id), name=word(f"menu.{page}"))
        for page in ("monitoring", "closing")
    )


def before(view: CaseInHand) -> None:
    """The roles that stood before this conference, with how they went."""
    done = sum(role.state is AssignmentState.DONE for role in view.promises)
    heading(word("room.promises"), word("room.promises_done", done=done, all=len(view.promises)))
    if view.promises:
        role_table(view.promises)
    else:
        show('<p class="s">$text</p>', text=word("room.no_promises"))


def agreed(view: Room, roles: Agreed) -> None:
    """役割: one line a role; what was agreed in this conference stands above it."""
    current = view.current
    if current is None or current.case_id is None:
        return
    heading(word("room.roles"))
    own = roles.of(current.case_id)
    # Empty or not, it stands there: the line below it keeps its place while somebody writes in it.
    with st.container():
        if own:
            role_table(own)
    role_line(current.id, places_of(view.people))
    for role in own:
        if role.state is AssignmentState.ACCEPTED_WITH_CONDITION:
            _condition(role)
        if role.state in _OPEN and role.doer is DoerKind.AGENCY:
            with st.expander(word("room.answer_of", who=who_words(role), task=role.task), key=f"answer:{role.id}"):
                answer(role, view.people)


def _condition(role: RoleRow) -> None:
    """進行役 accepts a condition as it stands in words, in one press."""
    if role.condition_accepted_at is not None or role.answer is None or "assignment.accept_condition" not in role.may:
        return
    show('<p class="yo-why">$text</p>', text=word("roles.condition_is", words=role.answer))
    with act_form(accept_condition, role.id, seen=role.seen("state", "answer"), border=False, primary=False):
        pass


def asked_for(view: Room) -> None:
    """What the item in hand is about stands above the roles: whom to tell in an emergency, what is wanted, the end."""
    current = view.current
    if current is None or current.case_id is None:
        return
    if is_spoken_of(current.title):
        emergency(current.case_id, current.id, places_of(view.people), may_add="emergency.agree" in view.may)
    if is_about_the_end(current.title):
        review(view)
    if is_about_wants(current.title):
        wanted(view, is_open=True)


def beside(view: Room) -> None:
    """Of every case: its review where one is open, and a missing resource in one line."""
    current = view.current
    if current is None or current.case_id is None:
        return
    if not is_about_the_end(current.title):
        review(view)
    if not is_about_wants(current.title):
        wanted(view, is_open=False)


def places_of(people: tuple[Attendee, ...]) -> list[Choice]:
    """The agencies at the table, each once."""
    named = {one.agency_id: one.agency for one in people if one.agency_id is not None}
    return [Choice(agency_id, name) for agency_id, name in named.items()]


def answer(role: RoleRow, people: tuple[Attendee, ...]) -> None:
    """What its agency says at the table: accepted in one press, or taken back to ask with who answers by when."""
    voice = next((one for one in people if one.agency_id == role.agency_id), None)
    named = (voice.who_came or voice.name) if voice is not None else ""
    left, right = st.columns(2)
    with left:
        _accept(role, voice, named)
    if role.state is AssignmentState.ASKED:
        with right:
            _take_back(role, named)
    with st.container(horizontal=True, key=f"dense_otherwise_{role.id.hex}"):
        for step, words in (("accept_with_condition", "condition"), ("decline", "proposal")):
            with st.popover(word(f"assignment_step.{step}"), key=f"otherwise:{step}:{role.id}"):
                _otherwise(role, voice, step, words)


def _accept(role: RoleRow, voice: Attendee | None, named: str) -> None:
    with act_form(
        advance_assignment, role.id, seen={"state": role.state}, name="accept", border=False,
        label=word("room.accepts_here"), primary=False,
    ) as form:  # fmt: skip
        form.text("who_answers", named, hint=word("hint.who_answers"))
        said = form.inputs.pop("who_answers") or role.agency
        person = voice.person_id if voice is not None and said == voice.name else None
        form.fix(step="accept", person_id=person, doer_name=None if person else said)
        _spoken(form, role, said)


def _otherwise(role: RoleRow, voice: Attendee | None, step: str, words: str) -> None:
    """Accepted with a condition, or declined with another way: in one line, as it is said."""
    with act_form(
        advance_assignment, role.id, seen={"state": role.state}, name=step, border=False,
        label=word(f"assignment_step.{step}"), primary=False,
    ) as form:  # fmt: skip
        form.text(words, hint=word(f"hint.{words}"))
        form.named("answer", words)
        said = (voice.who_came or voice.name) if voice is not None else ""
        if step == "accept_with_condition" and said:
            is_known = voice is not None and said == voice.name
            form.fix(**({"person_id": voice.person_id} if voice is not None and is_known else {"doer_name": said}))
        form.fix(step=step)
        _spoken(form, role, said or role.agency)


def _take_back(role: RoleRow, named: str) -> None:
    with act_form(
        advance_assignment, role.id, seen={"state": role.state}, name="take_back", border=False,
        label=word("assignment_step.take_back"), primary=False,
    ) as form:  # fmt: skip
        who, until = st.columns([1.4, 1])
        with who:
            form.text("answer_by", named, hint=word("hint.answer_by"))
        with until:
            form.day("answer_due_on", settings.today() + timedelta(days=7))
        form.fix(step="take_back")
        _spoken(form, role, form.inputs["answer_by"] or role.agency)


def _spoken(form: ActForm, role: RoleRow, said_by: str) -> None:
    """What is said at the table is typed by the recorder: whose words they are stays with them."""
    if role.agency_id is not None and not role.is_mine:
        form.said = Said(role.agency_id, said_by, Channel.IN_PERSON, settings.now())
