"""Every word the code asks for is in the vocabulary, and nothing stands there that nobody asks for."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from types import ModuleType

import models.cases
import models.closure
import models.conferences
import models.gaps
import models.history
import models.minutes
import models.people
import models.plans
import models.relays
import models.sittings
import rules.access
import rules.consent
import rules.disclosure
import rules.masking
from models.forums import forums
from operations import masking
from operations.action import ACTIONS
from queries.gaps import COLUMNS
from queries.happenings import LOOKS
from queries.masked_record import _PHRASES
from queries.roles import GROUPS
from rules.access import GRANTS
from rules.consent import CONSENT_CONDITIONS
from rules.gap_steps import GAP
from rules.lifecycles import LIFECYCLES
from rules.manners import DECIDED_IN_WRITING, URGENT
from rules.record_steps import APPROVAL
from settings import ROOT
from tests import every_act  # noqa: F401 - declares every act
from ui.menu import SCREENS
from words import group_of, vocabulary

ROOMS = ("app.py", "words.py", "web", "pages", "ui", "operations", "queries", "documents", "rules", "jobs")
ENUM_MODULES = (
    models.cases, models.closure, models.conferences, models.gaps, models.history, models.minutes, models.people, models.plans, models.relays, models.sittings,
    rules.consent, rules.masking,
)  # fmt: skip
QUESTIONS = ["first", "second", "third", "fourth"]
# Enums whose members never reach a screen.
UNSEEN = {models.people.SignInEnd}
# Keys built from values that only run time knows: prefix → what may follow.
BUILT = {
    "today": [f"{key}{part}" for key in (
        "relay_waits", "relay_answered", "relay_sent", "consent_ends", "paper_is_due", "member_not_asked",
        "consent_is_lost", "recontact", "approval_waits", "conference_hole", "record_is_draft", "record_is_ready",
        "record_to_check", "role_waits", "role_answer_due", "role_due", "role_condition",
        "role_declined", "plan_waits", "monitoring_due", "plan_ends", "review_waits", "review_is_ready",
        "opinion_asked", "problem_noted", "gap_to_confirm", "gap_to_assign", "gap_again", "gap_due", "approach_due",
        "gap_answered", "urgent_conference", "written_answer", "written_is_ready",
    ) for part in ("", "_kind", "_note", "_state")] + ["group_late", "group_soon", "group_rest", "cases", "relays_open", "unanswered"],
    "hint": ["name", "reading", "born", "address", "telephone", "health", "livelihood",
             "reply_give_information", "reply_pass_on", "reply_advise", "condition", "proposal", "ending",
             "flow_who", "flow_whom", "flow_what"],
    "field": ["relation", "name", "reading", "born", "address", "telephone", "health", "livelihood",
              "exclusions", "read_out", "witness", "representative", "power", "own_view", "moment", "who", "place",
              "what", "step_agency",
              "case", "basis", "reason", "is_minor", "password", "day", "since_hour", "until_hour", "condition",
              "proposal", "ending", "starts_on", "plan_ends_on", "gap_number", "gap_count"],
    "roles": [*(f"{part}_{group}" for part in ("group", "nothing") for group in GROUPS), "is_restricted",
              "without_contents"],
    "help": ["urgent", "in_writing", "my_roles", "plan", "roles", "calendar", "records", "today", "relays", "cases", "reasoned", "forums", "looks", "people", "monitoring", "closing", "gaps", "gap", "opinion", "search"],
    "hole": [f"{key}{part}" for key in (
        "uncovered", "uncovered_somebody", "not_convened", "no_recorder", "no_place", "no_question", "no_name",
        "consent_ends", "promise_silent", "answer_late",
    ) for part in ("", "_kind")],
    "search": ["forum_key", "year", "case_id", "result", "role"],
    "refusal": ["stale", "stale_unseen", "time_cannot_be_read", "support_conference_is_convened_by_city",
                "forum_is_convened_by_others"],
    "care": [forum.sharing_basis for forum in forums().values()],
    "clash": ["person_is_taken", "room_is_taken", "materials_day_is_wrong"],
    "agenda": ["n", "kind", "title", "case", "minutes", "total"],
    "reads": [f"{key}{part}" for key in ("personal_information", "confidentiality_duty") for part in ("", "_done")],
    "role_table": ["who", "what", "when", "service", "state"],
    "room": [
        "call_in", "see_out", "review_questions", "review_end", *(f"question_{one}" for one in QUESTIONS), "left",
        "over_time", "behind", "ahead", "move_up", "move_down", "park_and_go_on",
        *(f"run_{name}" for name in ("add", "recuse", "hand_over", "next")),
    ],
    "attendance": ["since", "until"],
    "script": ["ask_share", "ask_views", "ask_wish", "ask_roles", "ask_again"],
    "projector": ["before", "between", "after", *(f"called_{name}" for name in ("san", "sama", "kun", "chan", "shi", "ke"))],
    "menu_section": sorted({screen.section for screen in SCREENS if screen.section}),
    "record": ["print", "room", "silent", "unheard"],
    "paper": ["problem", "service", "due", "done_when", "state_fixed", "state_in_check"],
    "calendar": ["before", "today", "after", "month", "week", "list"],
    "document": ["blank", "notice", "agenda", "roster", "script", "ics", "record", "roles", "reply", "gaps", "notice_pdf", "roles_pdf",
                 "sending", "sending_list", "cover", "address", "mail_text", "approval", "approval_request", "approval_list", "masked"],
    "pdf": ["link"],
    "mask": [*_PHRASES],
    "mask_lead": ["1", "2"],
    "sending": ["fax_to_come", "postal_address_to_come", "mail_to_come", "mail_asked", "mail_table"],
    "question": QUESTIONS,
    "closing": ["enter_opinion", "correct_opinion"] + [f"begin_{form}{lead}" for form in ("whole", "short") for lead in ("", "_lead")],
    "closing_part": ["evaluation", "questions", "opinions", "wanted", "end"],
    "flow": ["who", "whom", "what"],
    "severity": ["1", "2", "3"],
    "road": ["begun", "merge", "take_in", "take_back", *(step.name for step in GAP.steps)],
    "road_ahead": ["confirm", "assign", "begin", "try_out", "make_usable"],
    "gap_column": [f"{name}{note}" for name in COLUMNS for note in ("", "_note")] + ["resting"],
    "gaps": ["raised_on", "from", "voice", *(f"view_{name}" for name in ("board", "heat", "list"))],
    "item_kind": ["share", "discuss", "decide"],
    "line_kind": [kind.value for kind in models.minutes.LineKind],
    "basis_kind": [kind.value for kind in rules.disclosure.BasisKind],
    "form": ["done", "repeated"],
    "relay": ["waiting", "answered"],
    "action": ["sign_in_begin", "sign_in_failed", "account_first", "projector_open", *(look.replace(".", "_") for look in LOOKS)],
}  # fmt: skip


def sources() -> Iterator[Path]:
    """Every Python file of the product."""
    for room in ROOMS:
        place = ROOT / room
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def called(tree: ast.AST, names: set[str]) -> Iterator[tuple[str, list[ast.expr]]]:
    """Calls of these functions or methods."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield name, node.args


def texts(node: ast.expr) -> list[str]:
    """The literal texts an expression may be: both sides of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return texts(node.body) + texts(node.orelse) if isinstance(node, ast.IfExp) else []


def asked_by_code() -> set[str]:
    """Keys that stand as literals in the code and the templates."""
    found: set[str] = set()
    for path in sources():
        tree = ast.parse(path.read_text())
        for name, arguments in called(tree, {"word", "nothing", "Refused", "require", "needed", "message", "_named"}):
            place = {"require": 1, "needed": 1}.get(name, 0)
            literals = texts(arguments[place]) if len(arguments) > place else []
            prefix = {"Refused": "refusal.", "require": "refusal."}.get(name, "")
            found |= {prefix + text for text in literals if prefix or "." in text}
        for _, arguments in called(
            tree,
            {
                "text",
                "passage",
                "secret",
                "flag",
                "kind",
                "kinds",
                "one_of",
                "some_of",
                "maybe_one_of",
                "number",
                "ticks",
                "code",
                "codes",
                "level",
                "maybe_kind",
                "day",
            },
        ):
            if path.parent.name in {"office", "relays", "cases", "gaps"} or path.name in {
                "approach_forms.py",
                "gap_fields.py",
                "gap_forms.py",
                "monitoring_forms.py",
                "opinion_forms.py",
                "review_forms.py",
                "agenda_forms.py",
                "attendance.py",
                "case_forms.py",
                "conference_forms.py",
                "manner_forms.py",
                "urgent_forms.py",
                "written.py",
                "plan_forms.py",
                "masking.py",
                "role_forms.py",
                "projector.py",
                "roles.py",
                "records.py",
                "record_answers.py",
                "points.py",
                "point_text.py",
                "room.py",
                "room_case.py",
                "emergency.py",
                "room_wanted.py",
                "room_run.py",
            }:
                found |= {f"field.{text}" for argument in arguments[:1] for text in texts(argument)}
        found |= set(re.findall(r"\"((?:field|web|today|relay|form)\.[a-z_]+)\"", path.read_text())) - set(GRANTS)
    for template in (ROOT / "web" / "templates").glob("*.html"):
        found |= set(re.findall(r"w\(\"([a-z_.]+)\"", template.read_text()))
    return found


def is_shown_enum(kind: object, module: ModuleType) -> bool:
    """An enum of this very module whose members reach a screen."""
    if not isinstance(kind, type) or not issubclass(kind, StrEnum):
        return False
    return kind.__module__ == module.__name__ and kind not in UNSEEN


def asked_by_tables() -> set[str]:
    """Keys that follow from enums, acts, lifecycles, screens and bodies."""
    enums = [kind for module in ENUM_MODULES for kind in vars(module).values() if is_shown_enum(kind, module)]
    keys = {f"{group_of(kind)}.{member.value}" for kind in enums for member in kind}
    keys |= {f"{life.name}_step.{step.name}" for life in LIFECYCLES for step in life.steps}
    conditions = chain(
        CONSENT_CONDITIONS, URGENT, DECIDED_IN_WRITING, masking._CONDITIONS, APPROVAL,
        *(step.conditions for life in LIFECYCLES for step in life.steps),
    )  # fmt: skip
    keys |= {f"condition.{condition.key}" for condition in conditions}
    keys |= {f"action.{key.replace('.', '_')}" for key in ACTIONS}
    keys |= {f"act.{key.replace('.', '_')}" for key in ACTIONS if key not in NO_FORM}
    keys |= {f"menu.{screen.key}" for screen in SCREENS} | {
        f"sharing_basis.{one.sharing_basis}" for one in forums().values()
    }
    return keys | {f"{group}.{name}" for group, names in BUILT.items() for name in names}


# Acts whose button carries another word: a step, a link, a plain form.
NO_FORM = {
    "line.write",
    "assignment.advance",
    "plan.advance",
    "case.advance",
    "conference.advance",
    "item.leave_out",
    "item.let_in",
    "gap.advance",
    "relay.answer",
    "password.change",
    "sign_in.end",
}


def test_every_word_the_code_asks_for_is_there() -> None:
    assert sorted((asked_by_code() | asked_by_tables()) - set(vocabulary())) == []


def test_no_word_is_spare() -> None:
    assert sorted(set(vocabulary()) - (asked_by_code() | asked_by_tables())) == []


def test_every_grant_is_an_act_or_a_look() -> None:
    looks = {key for key in GRANTS if key.endswith((".look", ".print", ".export"))}
    assert set(GRANTS) == set(ACTIONS) | looks


def test_no_forbidden_word_is_on_the_screen() -> None:
    # Words that the people who use this asked us not to use.
    forbidden = [
        "ギャップ",
        "タスク",
        "アサイン",
        "クローズ",
        "ペンディング",
        "ステータス",
        "フォーラム",
        "エラー",
        "不正",
        "無効",
        "権限がありません",
        "困難事例",
        "処遇困難",
        "問題家庭",
        "対象者",
        "拒否者",
        "再持込",
        "監視",
        "追跡",
        "督促",
        "未受講者",
        "障がい",
        "高齢者相談センター",
        "34地区",
    ]
    shown = {key: f"{one.label} {one.meaning}" for key, one in vocabulary().items()}
    assert [(key, bad) for key, text in shown.items() for bad in forbidden if bad in text] == []
