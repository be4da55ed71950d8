"""The forms of モニタリング, 新しい課題 and 評価."""

from datetime import date
from uuid import UUID

import streamlit as st

import settings
from models.closure import Attainment, Outcome, Progress
from models.taxonomies import taxonomy
from operations.monitoring import Look, note_problem, record_evaluation, record_monitoring, settle_problem
from queries.calendar import ConferenceRow
from queries.choices import agencies
from queries.monitoring import CheckView, EvaluationView, MonitoringFile, ProblemView
from queries.role_view import RoleRow
from queries.view import Choice
from rules.calendar import short_day
from rules.roles import GOING_ON
from ui.conferences import conference_title
from ui.forms import ActForm, act_form
from ui.roles import state_tag, who_words
from ui.session import read
from ui.show import Safe, definitions, heading, long_day, made, show, tag
from ui.spoken import spoken
from words import label_of, word

TONES = {Progress.DONE: "done", Progress.ON_COURSE: "done", Progress.BEHIND: "soon", Progress.STUCK: "late"}


def labels(name: str) -> list[tuple[str, str]]:
    """The entries of a code list that are in use, to choose from."""
    return [(code, one.label) for code, one in taxonomy(name).items() if one.valid_to is None]


def conference_choice(form: ActForm, conferences: tuple[ConferenceRow, ...], value: UUID | None = None) -> None:
    """At which conference it was talked through, or none."""
    choices = tuple(Choice(one.id, f"{conference_title(one)} {short_day(_day(one))}") for one in conferences)
    form.maybe_one_of("talked_at", choices, value, none=word("form.none"))
    form.named("conference_id", "talked_at")


def _day(row: ConferenceRow) -> date:
    return settings.tokyo_day(row.starts_at)


def look(view: MonitoringFile) -> None:
    """モニタリングを記録する: every role in one line, then what changed, and the next day."""
    going = [role for role in view.roles if role.state in GOING_ON]
    with act_form(record_monitoring, view.case_id, border=False) as form:
        told = {role.id: _progress(form, role) for role in going}
        form.fix(roles={role_id: one for role_id, one in told.items() if one is not None})
        form.passage("changes", hint=word("hint.changes"))
        form.passage("monitoring_wish", need=False, hint=word("hint.monitoring_wish"))
        form.named("wish", "monitoring_wish")
        left, right = st.columns(2)
        with left:
            form.day("checked_on", settings.today())
        with right:
            form.day("next_on", view.next_on if view.next_on and view.next_on > settings.today() else None, need=False)


def _progress(form: ActForm, role: RoleRow) -> Look | None:
    """Nothing is chosen beforehand: what nobody looked at is not written down."""
    label = f"{who_words(role)}　{role.task}"
    left, right = st.columns([1.3, 1], vertical_alignment="bottom", gap="small")
    with left:
        chosen = st.segmented_control(
            label, list(Progress), key=f"{form.key}:progress:{role.id}",
            format_func=label_of,
        )  # fmt: skip
    with right:
        words = st.text_input(
            word("field.progress"), key=f"{form.key}:words:{role.id}", placeholder=word("hint.progress"),
            label_visibility="collapsed",
        )  # fmt: skip
    return Look(chosen, words) if chosen is not None else None


def check(one: CheckView, roles: tuple[RoleRow, ...], before: CheckView | None) -> None:
    """One モニタリング as it was written down, each role against the look before."""
    pairs: list[tuple[str, object]] = [
        (word("field.changes"), one.changes),
        (word("field.monitoring_wish"), one.wish),
        (word("field.next_on"), long_day(one.next_on)),
    ]
    for role in roles:
        told, was = one.of(role.id), before.of(role.id) if before is not None else None
        if told is None:
            continue
        earlier = (
            word("monitoring.was", state=label_of(was.progress)) if was and was.progress is not told.progress else ""
        )
        state = made(
            "$tag $words <small>$earlier</small>",
            tag=tag(label_of(told.progress), TONES[told.progress]), words=told.words or "", earlier=earlier,
        )  # fmt: skip
        pairs.append((f"{who_words(role)} {role.task}", state))
    show(
        '<div class="yo-card"><div class="t">$day</div><div class="m">$who</div>$pairs</div>',
        day=long_day(one.checked_on), who=one.who, pairs=definitions(pairs),
    )  # fmt: skip


def note(case_id: UUID, *, for_others: bool = False) -> None:
    """新しい課題に気づいた: one sentence, at any time; for_others: by telephone or FAX too, as an agency said it."""
    with st.expander(word("act.problem_note")), act_form(note_problem, case_id, border=False, primary=False) as form:
        form.passage("problem_words", hint=word("hint.problem_words"))
        form.named("words", "problem_words")
        form.code("issue", labels("issue"))
        form.named("code", "issue")
        if for_others:
            spoken(form, read(agencies))


def problem(one: ProblemView, *, may_settle: bool) -> None:
    """One new problem and what became of it."""
    issue = taxonomy("issue")[one.code].label if one.code else ""
    state = tag(word("monitoring.settled"), "done") if one.settled_on else tag(word("monitoring.unsettled"), "soon")
    show(
        '<div class="yo-card"><div class="t">$words $state</div><div class="m">$about</div>$pairs</div>',
        words=one.words, state=state,
        about="　".join(part for part in (long_day(one.noticed_on), one.noticed_by, issue) if part),
        pairs=definitions([(word("field.settled_words"), one.settled_words)]),
    )  # fmt: skip
    if may_settle and one.settled_on is None:
        with (
            st.expander(word("act.problem_settle")),
            act_form(settle_problem, one.id, seen={"settled_on": None}, border=False, primary=False) as form,
        ):
            form.passage("settled_words", hint=word("hint.settled_words"))


def evaluate(view: MonitoringFile) -> None:
    """評価シート: what was reached, what changed, and what follows."""
    with (
        st.expander(word("act.evaluation_record")),
        act_form(record_evaluation, view.case_id, seen={"state": view.state}, border=False) as form,
    ):
        if view.plan is not None and view.plan.aim:
            show('<p class="s">$aim</p>', aim=word("monitoring.aim", aim=view.plan.aim))
        form.maybe_kind("attainment", Attainment, None, must=True)
        form.passage("attainment_words", hint=word("hint.attainment_words"))
        form.codes("changes_seen", labels("change"))
        form.named("changes", "changes_seen")
        form.passage("remaining", need=False, hint=word("hint.remaining"))
        form.passage("evaluation_wish", need=False, hint=word("hint.evaluation_wish"))
        form.named("wish", "evaluation_wish")
        form.maybe_kind("outcome", Outcome, None, must=True)
        left, right = st.columns(2)
        with left:
            form.day("evaluated_on", settings.today())
        with right:
            form.day("recontact_on", need=False)
        conference_choice(form, view.conferences)


def evaluation(one: EvaluationView) -> None:
    """One evaluation as it was written down."""
    changes = word("list.and").join(taxonomy("change")[code].label for code in one.changes)
    nth = word("plan.nth", n=one.round) if one.round else ""
    pairs: list[tuple[str, object]] = [
        (
            word("field.attainment"),
            made("$tag $words", tag=tag(label_of(one.attainment), "ai"), words=one.attainment_words),
        ),
        (word("field.changes_seen"), changes),
        (word("field.remaining"), one.remaining),
        (word("field.evaluation_wish"), one.wish),
    ]
    heading(word("monitoring.evaluated", day=long_day(one.evaluated_on)), nth)
    show("<p>$outcome <small>$who</small></p>$pairs", outcome=tag(label_of(one.outcome), "done"), who=one.who,
         pairs=definitions(pairs))  # fmt: skip


def _last(view: MonitoringFile, role: RoleRow) -> Safe:
    """How it went at the last look, beside what its agency answered."""
    told = view.checks[0].of(role.id) if view.checks else None
    return tag(word("monitoring.last", state=label_of(told.progress)), TONES[told.progress]) if told else Safe("")


def newest(view: MonitoringFile) -> None:
    """役割の進み具合: what is new since the last look stands first in words."""
    for role in view.roles:
        reports = [one for one in role.reports if view.since is None or settings.tokyo_day(one.at) > view.since]
        said = "".join(f"{short_day(settings.tokyo_day(one.at))} {one.words}　" for one in reports[:2])
        show(
            '<div class="yo-card"><div class="t">$who　$task</div><div class="m">$state $last $new</div>$said</div>',
            who=who_words(role), task=role.task, state=state_tag(role), last=_last(view, role),
            new=tag(word("monitoring.new"), "soon") if view.is_new(role) else "",
            said=made("<p>$said</p>", said=said) if said else "",
        )  # fmt: skip
