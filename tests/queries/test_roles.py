"""わたしの役割 and the plan: the whole table for who shares in a case, the own rows always, nothing of other cases."""

import pytest
from sqlmodel import select

import settings
from models.cases import InformationClass as I
from models.conferences import AgendaItem
from models.database import writing
from models.plans import Assignment, DoerKind, SupportPlan
from models.plans import AssignmentState as A
from operations.agenda import add_item, change_item, leave_out
from operations.assignments import agree_assignment, report_progress
from operations.cases import release_agency
from operations.conferences import invite
from operations.consents import withdraw_consent
from operations.emergency import agree_step
from queries.agreed import agreed_in
from queries.emergency import emergency_plan
from queries.plan import case_plan
from queries.roles import carriers, case_roles, my_roles, role_board, role_file
from queries.today import today_of
from rules.disclosure import BasisKind
from rules.refusal import Refused
from tests.access.texts import shown_of
from tests.operations.sittings import agreed as everybody_agrees
from tests.operations.sittings import convene, item, planned, prepared, standing
from tests.operations.working import (
    DAY,
    TASK,
    WISH,
    agree_to,
    answer,
    framed,
    in_session,
    mother,
    move,
    plan,
    role,
    said,
)
from tests.queries.statements import statements

PROBLEM, LIMITED = "通院が途切れがち", "金銭の管理を手伝う"


def submitted(city):
    """A plan before a conference with a role of the hospital, one of the office, and one kept from the others."""
    plan_id = plan(city)
    framed(city, plan_id)
    made = [
        role(city, plan_id=plan_id, problem=PROBLEM),
        role(city, "disability_consultation_office_1", plan_id=plan_id, task="手帳の相談を続ける"),
        role(city, "disability_consultation_office_1", plan_id=plan_id, task=LIMITED, is_restricted=True),
    ]
    conference, _ = prepared(city)
    move(city, "kobayashi", plan_id, "submit", conference_id=conference)
    return plan_id, made


def of(city, rows, number: str = "001"):
    """Those of one case: the sample city has roles of its own."""
    return [row for row in rows if row.case_id == city.case(number)]


def withdraw(city, number: str = "001") -> None:
    """The mother takes her consent back."""
    city.do("kobayashi", withdraw_consent, city.consents(city.case(number))[0].id)


def test_agency_sees_the_whole_table_less_what_is_restricted(city) -> None:
    _, made = submitted(city)
    view = city.look("ogawa", case_plan, city.case("001"))
    assert [row.id for row in view.roles] == made[:2]
    assert [row.is_mine for row in view.roles] == [True, False]
    assert (view.plans[0].wish, view.basis.kind) == (WISH, BasisKind.CONSENT)
    assert shown_of({LIMITED, "青葉 透"}, view) == set()
    own = city.look("hayashi", my_roles)
    assert {row.id for row in of(city, own.cards)} == set(made[1:])
    assert [row.id for row in of(city, own.tables)[0].rows] == [made[1], made[2], made[0]]


def test_role_and_step_of_talk_without_names_are_not_in_the_table_of_who_heard_it(city) -> None:
    whole, case = planned(city), city.case("001")
    everybody_agrees(city, "001", "general_hospital", "disability_consultation_office_1")
    city.do("kobayashi", invite, whole, agency_id=city.agency("general_hospital"))
    talk = city.do("kobayashi", add_item, whole, **item(case_id=case, without_names=True)).subject_id
    in_session(city, whole)
    made = city.do("kiroku", agree_assignment, talk, task="声をかける", doer=DoerKind.NEIGHBOUR).subject_id
    order = city.do("kiroku", agree_step, talk, sign="二日出ない", response="センターが訪ねる").subject_id

    def told(who: str) -> tuple[bool, bool, bool]:
        table, steps = city.look(who, case_plan, case).roles, city.look(who, emergency_plan, case).steps
        in_room = city.look(who, agreed_in, whole).roles if who != "hayashi" else ()
        return (
            made in {one.id for one in table},
            order in {one.id for one in steps},
            made in {one.id for one in in_room},
        )

    # ogawa heard it without a name; hayashi, who shares in the case, was not there.
    assert {who: told(who) for who in ("ogawa", "hayashi", "kobayashi")} == {
        "ogawa": (False, False, False), "hayashi": (True, True, False), "kobayashi": (True, True, True),
    }  # fmt: skip
    seen = city.seen(AgendaItem, talk, change_item)
    city.do("kobayashi", change_item, talk, seen=seen, **seen | {"without_names": False})
    assert told("ogawa") == (True, True, True)


def test_own_role_of_talk_without_names_is_told_without_its_case(city) -> None:
    whole, case = planned(city), city.case("001")
    everybody_agrees(city, "001", "general_hospital", "disability_consultation_office_1")
    city.do("kobayashi", invite, whole, agency_id=city.agency("general_hospital"))
    talk = city.do("kobayashi", add_item, whole, **item(case_id=case, without_names=True)).subject_id
    in_session(city, whole)
    made = city.do("kiroku", agree_assignment, talk, task=TASK, agency_id=city.agency("general_hospital"),
                   doer=DoerKind.AGENCY).subject_id  # fmt: skip
    view = city.look("ogawa", my_roles)
    card = next(one for one in view.cards if one.id == made)
    assert (card.task, card.case_number, card.case_alias, card.people) == (TASK, "", "", ())
    assert made not in {row.id for table in view.tables for row in table.rows}
    assert made not in {row.id for row in city.look("ogawa", case_plan, case).roles}
    assert made in {row.id for row in city.look("kobayashi", case_plan, case).roles}
    (line,) = [one for one in city.look("ogawa", today_of).waiting if one.id == made]
    assert line.values["heading"] == ""


def test_draft_is_told_to_nobody_outside(city) -> None:
    role(city, plan_id=plan(city))
    assert of(city, city.look("ogawa", my_roles).cards) == []
    view = city.look("ogawa", case_plan, city.case("001"))
    assert (view.plans, view.roles) == ((), ())
    assert len(city.look("kobayashi", case_plan, city.case("001")).roles) == 1


def test_own_row_after_the_withdrawal_keeps_its_text_and_no_household(city) -> None:
    _, made = submitted(city)
    withdraw(city)
    view = city.look("ogawa", my_roles)
    (card,) = of(city, view.cards)
    assert (card.id, card.task, card.needs_confirming) == (made[0], TASK, True)
    assert (card.case_number, card.case_alias, card.problem, card.people, card.members) == ("", "", None, (), ())
    assert (card.basis.kind, of(city, view.tables)) == (BasisKind.ROLE, [])
    hidden = {"南の坂の親子", "R7-001", PROBLEM, WISH, "手帳の相談を続ける", "ご本人(母)"}
    assert shown_of(hidden, view) == set()
    assert shown_of(hidden, city.look("ogawa", role_file, made[0])) == set()
    assert shown_of(hidden, city.look("ogawa", today_of)) == set()
    with pytest.raises(Refused, match="not_found"):
        city.look("ogawa", case_plan, city.case("001"))
    with pytest.raises(Refused, match="not_found"):
        city.look("ogawa", role_file, made[1])


def test_released_agency_keeps_its_own_row_alone(city) -> None:
    _, made = submitted(city)
    part = next(one for one in city.involvements(city.case("001")) if one.agency_id == city.agency("general_hospital"))
    city.do("kobayashi", release_agency, part.id)
    later = settings.now() + 40 * DAY
    view = city.look("ogawa", my_roles, now=later)
    assert ([card.id for card in of(city, view.cards)], of(city, view.tables)) == ([made[0]], [])
    assert of(city, view.cards)[0].case_number == ""


def test_request_without_contents_names_no_household(city) -> None:
    agree_to(city, mother(city), "001", "general_hospital", I.IDENTITY)
    found = role(city, without_contents=True, members=(), problem=PROBLEM, task="雨戸が閉まったままなら電話をください")
    card = next(one for one in city.look("ogawa", my_roles).cards if one.id == found)
    assert (card.case_number, card.problem, card.needs_confirming) == ("", None, False)


def test_answer_in_words_is_heard_by_its_agency_and_the_office(city) -> None:
    _, made = submitted(city)
    answer(city, "ogawa", made[0], "accept_with_condition", answer="月に一度なら")
    rows = {who: city.look(who, case_roles, city.case("001")).rows[0] for who in ("ogawa", "hayashi", "kobayashi")}
    assert {who: row.answer for who, row in rows.items()} == {
        "ogawa": "月に一度なら", "hayashi": None, "kobayashi": "月に一度なら",
    }  # fmt: skip
    assert {row.state for row in rows.values()} == {A.ACCEPTED_WITH_CONDITION}


def test_progress_is_told_to_everybody_in_the_case_with_whose_words_it_is(city) -> None:
    _, made = submitted(city)
    city.do("kobayashi", report_progress, made[0], words="電話に出られた", said=said(city))
    for who in ("ogawa", "hayashi", "kobayashi"):
        (report,) = city.look(who, case_roles, city.case("001")).rows[0].reports
        assert (report.words, report.spoken.said_by) == ("電話に出られた", "病院の森さん")


def test_recorder_sees_the_table_while_the_case_is_on_the_agenda(city) -> None:
    plan_id, made = submitted(city)
    with pytest.raises(Refused, match="not_found"):
        city.look("kiroku", case_roles, city.case("001"))
    conference = city.row(SupportPlan, plan_id).conference_id
    city.do("kobayashi", leave_out, standing(conference)[0].id, agency_id=city.agency("general_hospital"))
    convene(city, conference)
    view = city.look("kiroku", case_roles, city.case("001"))
    assert ([row.id for row in view.rows], view.basis.kind) == (made, BasisKind.RUNNING)
    assert {one.name for one in view.rows[0].offers} >= {"accept", "no_longer_needed"}


def test_board_is_filtered_by_agency_state_and_what_is_late(city) -> None:
    _, made = submitted(city)
    late = role(city, due_on=settings.today() - DAY)
    hospital = city.agency("general_hospital")
    assert {row.id for row in of(city, city.look("kobayashi", role_board, agency_id=hospital).rows)} == {made[0], late}
    assert [row.id for row in of(city, city.look("kobayashi", role_board, only_late=True).rows)] == [late]
    assert of(city, city.look("kobayashi", role_board, state=A.ACCEPTED).rows) == []
    assert of(city, city.look("nishi", role_board).rows) == []
    assert {one.id for one in city.look("kobayashi", carriers)} >= {
        hospital, city.agency("disability_consultation_office_1"),
    }  # fmt: skip


def test_groups_count_what_they_hold(city) -> None:
    before = dict(city.look("ogawa", my_roles).counts)
    found = [role(city) for _ in range(3)]
    answer(city, "ogawa", found[0], "accept")
    answer(city, "ogawa", found[1], "decline", answer="訪問看護なら")
    view = city.look("ogawa", my_roles)
    assert dict(view.counts) == {group: count + 1 for group, count in before.items()}
    assert [card.id for card in of(city, city.look("ogawa", my_roles, group="over").cards)] == [found[1]]


def test_roles_open_on_the_first_group_that_has_anything(city) -> None:
    with writing() as session:
        for one in session.exec(select(Assignment)):
            one.state = A.DRAFT
    opened = [city.look("ogawa", my_roles)]
    found = role(city)
    opened.append(city.look("ogawa", my_roles))
    answer(city, "ogawa", found, "accept")
    opened.append(city.look("ogawa", my_roles))
    answer(city, "ogawa", found, "finish")
    opened.append(city.look("ogawa", my_roles))
    assert [(view.group, view.total, len(view.cards)) for view in opened] == [
        ("waiting", 0, 0), ("waiting", 1, 1), ("going_on", 1, 1), ("over", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("group", ["waiting", "going_on", "over"])
def test_roles_open_on_the_group_that_is_asked_for(city, group) -> None:
    role(city)
    assert city.look("ogawa", my_roles, group=group).group == group
    assert city.look("ogawa", my_roles, group="x").group == "waiting"


def test_nobody_without_a_case_has_this_screen(city) -> None:
    for who in ("suishin", "kaigo-kacho", "iin", "system"):
        for query in (my_roles, role_board):
            with pytest.raises(Refused, match="not_found"):
                city.look(who, query)


def test_today_tells_roles_and_plans(city) -> None:
    plan_id, made = submitted(city)
    assert made[0] in {one.id for one in city.look("ogawa", today_of).waiting if one.key == "role_waits"}
    answer(city, "ogawa", made[0], "take_back", answer_by="森さん", answer_due_on=settings.today())
    line = next(one for one in city.look("ogawa", today_of).waiting if one.key == "role_answer_due")
    assert (line.id, line.due_on, line.values["heading"]) == (made[0], settings.today(), "R7-001「南の坂の親子」")
    assert made[0] in {one.id for one in city.look("kobayashi", today_of).waiting if one.key == "role_answer_due"}
    answer(city, "ogawa", made[0], "decline", answer="訪問看護なら")
    assert made[0] in {one.id for one in city.look("kobayashi", today_of).waiting if one.key == "role_declined"}
    move(city, "kobayashi", plan_id, "find_appropriate")
    for who in ("kobayashi", "kacho"):
        assert city.case("001") in {one.id for one in city.look(who, today_of).waiting if one.key == "plan_waits"}
    assert [one for one in city.look("ogawa", today_of).waiting if one.key == "plan_waits"] == []


@pytest.mark.parametrize("who", ["ogawa", "kobayashi"])
def test_statements_do_not_grow_with_the_roles(city, who) -> None:
    _, made = submitted(city)
    actor, case = city.actor(who), city.case("001")
    queries = [(my_roles, ()), (role_board, ()), (case_roles, (case,)), (case_plan, (case,)), (today_of, ()),
               (role_file, (made[0],))]  # fmt: skip
    queries = queries[:1] + queries[2:] if who == "ogawa" else queries
    few = [statements(city, actor, query, *args) for query, args in queries]
    for _ in range(4):
        city.do("kobayashi", report_progress, role(city), words="電話した", said=said(city))
    assert [statements(city, actor, query, *args) for query, args in queries] == few
    assert max(few) <= 44
