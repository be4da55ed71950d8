"""/files/…: authorise, write down, render, send. No confidential byte ever goes through /media."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

import anyio
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

import settings
from documents.blank_sheets_docx import blank_sheets
from documents.conference_ics import invitation
from documents.conference_papers import agenda, file_name, notice, roster
from documents.consent_docx import consent_record
from documents.gaps_csv import gaps_table
from documents.looks_csv import looks_table
from documents.masked_docx import MayNameSomebody
from documents.pdf import notice_pdf, record_pdf, roles_pdf
from documents.record_docx import record_name, record_paper
from documents.role_table_docx import reply_form, role_paper_name, role_table
from documents.script_docx import script_name, script_paper
from documents.word_file import TemplateDoesNotFit
from models.database import writing
from operations import looks
from queries.case import case_file
from queries.conference import ConferenceFile, conference_file
from queries.gaps import Wish, gap_list
from queries.looks import look_list
from queries.record import RecordFile, record_file
from queries.role_paper import RolePaper, role_paper
from queries.script import script
from queries.signed_in import signed_in
from queries.view import Seen
from rules.access import Actor, may
from rules.calendar import in_japanese
from rules.refusal import Refused, require
from web.bundles import approval_file, masked_file, sending_file
from web.one_file import DOCX, PDF, File, Maker, asked_id, ending
from web.pages import message
from words import word


def _consent_record(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    require(may(actor, "consent.print"), "not_found")
    view = case_file(session, actor, now, asked_id(asked.path_params.get("id", "")))
    require("consent.print" in view.may, "not_found")
    printed = tuple(replace(seen, action="consent.print") for seen in view.looks)
    body = consent_record(view, in_japanese(settings.tokyo_day(now)))
    return File(replace(view, looks=printed), f"{view.number}_{word('document.consent_record')}.docx", DOCX, body)


def _looks(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    given = asked.query_params
    view = look_list(
        session, actor, now, number=given.get("number", ""), since=_day(given.get("since")),
        until=_day(given.get("until")), whole=True,
    )  # fmt: skip
    name = f"{settings.tokyo_day(now):%Y%m%d}_{word('document.looks')}.csv"
    return File(view, name, "text/csv; charset=utf-8", looks_table(view))


def _gaps(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    """The ledger as this person may read it: 公開文 alone, and not even what is no candidate any more."""
    require(may(actor, "gap.export"), "not_found")
    view = gap_list(session, actor, now, Wish(), whole=True)
    printed = (Seen("gap.export", "resource_gaps", actor.agency_id, None, view.basis.kind.value),)
    name = f"{settings.tokyo_day(now):%Y%m%d}_{word('menu.gaps')}.csv"
    return File(replace(view, looks=printed), name, "text/csv; charset=utf-8", gaps_table(view))


def _paper(paper: str, make: Callable[[ConferenceFile, datetime], bytes], kind: str = DOCX) -> Maker:
    """A file about one conference; every one leaves a row for each case on its agenda, or for itself."""

    def build(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
        view = conference_file(session, actor, now, asked_id(asked.path_params.get("id", "")))
        require("conference.print" in view.may or paper == "ics", "not_found")
        own = Seen("conference.print", "conferences", view.id, None, view.basis.kind.value)
        seen = tuple(replace(one, action="conference.print") for one in view.looks) or (own,)
        name = f"{view.id}.ics" if paper == "ics" else ending(file_name(view, paper), kind)
        return File(replace(view, looks=seen), name, kind, make(view, now))

    return build


def _record(kind: str, make: Callable[[RecordFile], bytes]) -> Maker:
    """会議録 of one case."""

    def build(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
        view = record_file(session, actor, now, asked_id(asked.path_params.get("id", "")))
        require("record.print" in view.may, "not_found")
        printed = tuple(replace(seen, action="record.print") for seen in view.looks)
        return File(replace(view, looks=printed), ending(record_name(view), kind), kind, make(view))

    return build


def _roles(paper: str, make: Callable[[RolePaper], bytes], kind: str = DOCX, *, for_one: bool = False) -> Maker:
    """役割分担表 of a case; ?agency= names the one agency whose rows alone go on the paper."""

    def build(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
        agency_id = asked_id(asked.query_params.get("agency", ""))
        require(agency_id or not for_one, "not_found")
        view = role_paper(session, actor, now, asked_id(asked.path_params.get("id", "")), agency_id=agency_id)
        printed = tuple(replace(seen, action="assignment.print") for seen in view.looks)
        return File(replace(view, looks=printed), ending(role_paper_name(view, paper), kind), kind, make(view))

    return build


def _script(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    view = script(session, actor, now, asked_id(asked.path_params.get("id", "")))
    own = Seen("conference.print", "conferences", view.whole.id, None, view.basis.kind.value)
    printed = tuple(replace(seen, action="conference.print") for seen in view.whole.looks) or (own,)
    return File(replace(view, looks=printed), script_name(view), DOCX, script_paper(view))


FILES: dict[str, Maker] = {
    "consent-record": _consent_record,
    "looks": _looks,
    "gaps": _gaps,
    "notice": _paper("notice", lambda view, now: notice(view, settings.tokyo_day(now))),
    "agenda": _paper("agenda", lambda view, _: agenda(view)),
    "roster": _paper("roster", lambda view, _: roster(view)),
    "blank": _paper("blank", lambda view, _: blank_sheets(view)),
    "script": _script,
    "record": _record(DOCX, record_paper),
    "record-pdf": _record(PDF, record_pdf),
    "notice-pdf": _paper("notice", lambda view, now: notice_pdf(view, settings.tokyo_day(now)), PDF),
    "roles": _roles("roles", role_table),
    "roles-pdf": _roles("roles", roles_pdf, PDF),
    "reply": _roles("reply", reply_form, for_one=True),
    "sending": sending_file,
    "approval": approval_file,
    "record-masked": masked_file,
    "ics": _paper("ics", invitation, "text/calendar; charset=utf-8"),
}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


async def send_file(request: Request) -> Response:
    """One file, or the same answer for one that is absent and one that is not for this person."""
    return await anyio.to_thread.run_sync(_answer, request)


def _answer(request: Request) -> Response:
    try:
        file = _made(request)
    except Refused:
        return message(word("web.not_found"), word("refusal.not_found"), status=404)
    except MayNameSomebody as left:
        told = word("gaps.hits", words=word("mask.between").join(left.hits))
        return message(word("web.masked"), told, word("web.masked_lead"), status=409)
    except TemplateDoesNotFit as broken:
        named = word("web.template_word", named=broken.named) if broken.named else word("web.template_form")
        return message(word("web.template"), word("web.template_lead", paper=broken.paper), named, status=409)
    named = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(file.body, media_type=file.kind, headers={"content-disposition": named})


def _made(request: Request) -> File:
    now, make = settings.now(), FILES.get(request.path_params["kind"])
    require(make, "not_found")
    with writing() as session:
        known = signed_in(session, UUID(request.headers["x-yoriai-session"]), now)
        require(known, "not_found")
        file: File = make(session, known.actor, now, request)  # type: ignore[misc, union-attr]
        rows: tuple[Any, ...] = tuple(looks.Look(**vars(seen)) for seen in file.view.looks)
        looks.record(session, known.actor, rows, now)  # type: ignore[union-attr]
    return file
