"""投影: lend one screen to one conference, take it back, show the 呼称 or not; and the code that opens the screen."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from models.conferences import Conference
from models.sittings import ProjectorPass
from operations import history
from operations.action import Act, action
from operations.sign_ins import hashed_token
from operations.tries import Tried, failed, succeeded, tries_of
from rules.projector import BEFORE_THE_END, LONGEST, code_of, hashed_code, is_shown
from rules.refusal import require

KEPT_SECONDS = int(LONGEST.total_seconds())


@dataclass(frozen=True)
class Opened:
    """What came of a code: a token for one conference, or how many tries are left."""

    tried: Tried
    conference_id: UUID | None = None


@action("projector.lend", on=Conference)
def lend(act: Act, conference: Conference) -> ProjectorPass:
    """A code for one more screen; an older code that nobody typed is good no longer."""
    require(conference.state in BEFORE_THE_END, "conference_is_not_open")
    for waiting in _unused(act.session, conference.id):
        waiting.ended_at = act.now
    pass_id = _with_a_new_code(act.session)
    made = ProjectorPass(
        id=pass_id, conference_id=conference.id, code_hash=hashed_code(code_of(pass_id)),
        made_by_id=act.actor.person_id, made_at=act.now, ends_at=act.now + LONGEST,
    )  # fmt: skip
    return act.add(made)


def _unused(session: Session, conference_id: UUID) -> list[ProjectorPass]:
    statement = select(ProjectorPass).where(
        ProjectorPass.conference_id == conference_id,
        col(ProjectorPass.ended_at).is_(None),
        col(ProjectorPass.token_hash).is_(None),
    )
    return list(session.exec(statement))


def _with_a_new_code(session: Session) -> UUID:
    """An id whose code no other pass ever had: eight digits do not last for ever."""
    while True:
        pass_id = uuid4()
        same = select(ProjectorPass.id).where(ProjectorPass.code_hash == hashed_code(code_of(pass_id)))
        if session.exec(same).first() is None:
            return pass_id


@action("projector.take_back", on=ProjectorPass)
def take_back(act: Act, lent: ProjectorPass) -> ProjectorPass:
    """The screen goes blank with its next look."""
    require(lent.ended_at is None, "already_there")
    lent.ended_at = act.now
    return lent


@action("conference.project", on=Conference, edits=("shows_names",))
def project(act: Act, conference: Conference, *, shows_names: bool) -> Conference:
    """呼称 on the screen, or 事例A; the names of a household never."""
    conference.shows_names = shows_names
    return conference


def open_screen(session: Session, code: str, address: str, now: datetime) -> Opened:
    """Type the code at the screen. It opens one browser, once; wrong codes are counted by where they come from."""
    # With the key, so that nobody makes a screen wait by typing its address as a login.
    tried = tries_of(session, f"projector|{hashed_code(address)}")
    if tried.paused_until is not None and tried.paused_until > now:
        return Opened(Tried(paused_until=tried.paused_until))
    found = _waiting(session, code, now)
    if found is None:
        return Opened(failed(session, tried, now))
    succeeded(tried)
    token = secrets.token_urlsafe(32)
    found.token_hash = hashed_token(token)
    session.flush()
    event = history.Event("projector.open", "projector_passes", found.id)
    history.append(session, event, actor_id=None, sign_in_id=None, now=now)
    return Opened(Tried(token=token), found.conference_id)


def _waiting(session: Session, code: str, now: datetime) -> ProjectorPass | None:
    statement = (
        select(ProjectorPass, Conference)
        .join(Conference, col(Conference.id) == ProjectorPass.conference_id)
        .where(
            ProjectorPass.code_hash == hashed_code(code),
            col(ProjectorPass.token_hash).is_(None),
            col(ProjectorPass.ended_at).is_(None),
            col(ProjectorPass.ends_at) > now,
        )
        .with_for_update(of=ProjectorPass)
    )
    row = session.exec(statement).first()
    return row[0] if row is not None and is_shown(row[1].state, row[1].adjourned_at, now) else None
