"""GRANTS: which roles of a person, and which offices of a record, carry the right to an act or a look."""

from dataclasses import dataclass
from enum import StrEnum

from models.people import Role

R = Role


class Office(StrEnum):
    """What a person is for one record, looked up on it."""

    IN_CHARGE = "in_charge"
    INVOLVED_AGENCY = "involved_agency"
    SENDER = "sender"
    RECEIVER = "receiver"
    FACILITATOR = "facilitator"
    RECORDER = "recorder"
    ASSIGNEE = "assignee"
    ASKED_AGENCY = "asked_agency"
    OWNER = "owner"


@dataclass(frozen=True)
class Grant:
    """Roles of the person or offices of the record that carry a right."""

    roles: frozenset[Role] = frozenset()
    offices: frozenset[Office] = frozenset()


def _grant(*holders: Role | Office) -> Grant:
    return Grant(
        frozenset(holder for holder in holders if isinstance(holder, Role)),
        frozenset(holder for holder in holders if isinstance(holder, Office)),
    )


_CASE_STAFF = (R.WELFARE_WORKER, R.DIVISION_CHIEF, R.CENTER_WORKER)
_WORKERS = (R.WELFARE_WORKER, R.CENTER_WORKER)
_EVERYBODY = tuple(Role)
CONVENORS = (R.WELFARE_WORKER, R.DIVISION_CHIEF, R.CENTER_WORKER, R.PROMOTION_OFFICER, R.DIVISION_MANAGER)
_RUNNING = (Office.FACILITATOR, Office.RECORDER)
_WRITING = (R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING)

GRANTS: dict[str, Grant] = {
    "relay.send": _grant(*_WORKERS, R.AGENCY_MEMBER),
    "relay.take": _grant(*_WORKERS),
    "relay.answer": _grant(*_WORKERS),
    "relay.look": _grant(*_CASE_STAFF, R.AGENCY_MEMBER),
    "case.look": _grant(*_CASE_STAFF, R.AGENCY_MEMBER),
    "case.describe": _grant(*_WORKERS),
    "case.put_in_charge": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "case.advance": _grant(*_CASE_STAFF),
    "member.add": _grant(*_WORKERS),
    "member.correct": _grant(*_WORKERS),
    "agency.involve": _grant(*_WORKERS),
    "agency.release": _grant(*_WORKERS),
    "consent.record": _grant(*_WORKERS),
    "consent.refuse": _grant(*_WORKERS),
    # 撤回 must be easy: whoever in the case hears it may enter it, and it counts from that second.
    "consent.withdraw": _grant(*_CASE_STAFF, Office.INVOLVED_AGENCY),
    "consent.file_paper": _grant(*_WORKERS),
    "consent.print": _grant(*_CASE_STAFF),
    "approval.give": _grant(R.DIVISION_CHIEF),
    "looks.look": _grant(R.DIVISION_CHIEF),
    "looks.export": _grant(R.DIVISION_CHIEF),
    "people.look": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.open": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.close": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.give_role": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.end_role": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.reset_password": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "account.sign_out": _grant(R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "password.change": _grant(*_EVERYBODY),
    "sign_in.end": _grant(*_EVERYBODY),
    "contact.tell": _grant(*_EVERYBODY),
    "today.look": _grant(*_EVERYBODY),
    "forums.look": _grant(*_EVERYBODY),
    "conference.look": _grant(*_EVERYBODY),
    # Which of these may convene which body stands in data/forums.toml (may_convene).
    # An agency may try, so that it is told that 支援会議 is the city's to convene.
    "conference.schedule": _grant(*CONVENORS, R.AGENCY_MEMBER),
    "conference.change": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.advance": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    # 緊急: which bodies stands in data/forums.toml; a center may try, so that it is told whose 支援会議 is.
    "conference.call_urgently": _grant(*_CASE_STAFF),
    "conference.chain": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.unchain": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.ask_in_writing": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.enter_from_paper": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "written.answer": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING, Office.ASKED_AGENCY),
    "conference.print": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "invitation.add": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "invitation.withdraw": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.add": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.take_up": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.change": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.remove": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.leave_out": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.let_in": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.read_out": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "attendance.take": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "attendance.note": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.begin": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.settle": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.park": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.move": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.family_joins": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.recuse": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.return": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "item.carry_over": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.hand_over": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.plan_next": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "projector.lend": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "projector.take_back": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "conference.project": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "line.write": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "line.sort": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "line.remove": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "line.restore": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "line.choose": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "point.look": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER, *_RUNNING),
    "point.add": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "point.change": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "point.move": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "point.remove": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "record.look": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER, R.AGENCY_MEMBER, *_RUNNING),
    "record.advance": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "record.answer": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING, Office.ASKED_AGENCY),
    "record.reply": _grant(*_WRITING),
    "record.approve": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "record.file_approval": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "record.correct": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    # 伏せた写し leaves the circle: 地域福祉課 alone makes it.
    "record.mask": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF),
    "record.print": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER, R.AGENCY_MEMBER, *_RUNNING),
    "plan.draft": _grant(*_WORKERS, Office.IN_CHARGE),
    "plan.change": _grant(*_WORKERS, Office.IN_CHARGE),
    "plan.agree": _grant(*_WORKERS, Office.IN_CHARGE),
    "plan.advance": _grant(*_CASE_STAFF, Office.IN_CHARGE, *_RUNNING),
    "assignment.look": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER, R.AGENCY_MEMBER),
    "assignment.add": _grant(*_WORKERS, Office.IN_CHARGE),
    "assignment.agree": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    "assignment.change": _grant(*_CASE_STAFF, Office.IN_CHARGE, *_RUNNING),
    "assignment.advance": _grant(*_CASE_STAFF, Office.IN_CHARGE, Office.ASSIGNEE, *_RUNNING),
    "assignment.report": _grant(*_CASE_STAFF, Office.IN_CHARGE, Office.ASSIGNEE),
    "assignment.accept_condition": _grant(*_WORKERS, Office.IN_CHARGE, *_RUNNING),
    "assignment.print": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER, R.AGENCY_MEMBER),
    "emergency.add": _grant(*_WORKERS, Office.IN_CHARGE),
    "emergency.agree": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, *_RUNNING),
    **dict.fromkeys(("emergency.change", "emergency.remove"), _grant(*_CASE_STAFF, Office.IN_CHARGE, *_RUNNING)),
    "monitoring.record": _grant(*_WORKERS, Office.IN_CHARGE),
    # 新たな課題 is noticed by whoever meets the household, at any time.
    "problem.note": _grant(*_CASE_STAFF, Office.INVOLVED_AGENCY),
    "problem.settle": _grant(*_WORKERS, Office.IN_CHARGE),
    "evaluation.record": _grant(*_WORKERS, Office.IN_CHARGE),
    "review.look": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER),
    "review.begin": _grant(*_WORKERS, Office.IN_CHARGE),
    "review.answer": _grant(*_WORKERS, Office.IN_CHARGE, *_RUNNING),
    "review.want": _grant(*_WORKERS, Office.IN_CHARGE, *_RUNNING),
    "review.approach": _grant(*_WORKERS, Office.IN_CHARGE, *_RUNNING),
    "opinion.look": _grant(*_CASE_STAFF, R.AGENCY_MEMBER),
    "opinion.ask": _grant(*_WORKERS, Office.IN_CHARGE),
    "opinion.give": _grant(*_WORKERS, Office.IN_CHARGE, *_RUNNING, Office.ASKED_AGENCY),
    "gap.look": _grant(*_CASE_STAFF, R.CONFERENCE_RECORDER, R.AGENCY_MEMBER, R.PROMOTION_OFFICER, R.DIVISION_MANAGER),
    "gap.raise": _grant(*_WORKERS),
    "gap.note": _grant(R.WELFARE_WORKER, *_RUNNING),
    "gap.describe": _grant(R.WELFARE_WORKER),
    "gap.merge": _grant(R.WELFARE_WORKER),
    "gap.advance": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, Office.OWNER),
    "gap.approach": _grant(R.WELFARE_WORKER, R.DIVISION_CHIEF, Office.OWNER),
    "origin.take_back": _grant(*_WORKERS),
    "engagement.report": _grant(*_CASE_STAFF, Office.OWNER),
    "gap.export": _grant(*_CASE_STAFF, R.DIVISION_MANAGER),
}
