"""What leaves after a conference: everything to send, everything for the 決裁 of a record, a copy without names."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from documents.approval_bundle import approval_bundle, approval_name
from documents.masked_docx import masked_name, masked_paper
from documents.sending import sending_bundle, sending_name
from queries.approval_bundle import approval_bundle_of
from queries.masked_record import masked_record
from queries.sending import sending
from rules.access import Actor
from web.one_file import DOCX, ZIP, File, asked_id


def sending_file(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    """役割分担表・回答票・記録(案) of one conference with 送付書 and 送付一覧."""
    view = sending(session, actor, now, asked_id(asked.path_params.get("id", "")))
    return File(view, sending_name(view), ZIP, sending_bundle(view))


def approval_file(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    """決裁用の一式 of one record."""
    view = approval_bundle_of(session, actor, now, asked_id(asked.path_params.get("id", "")))
    return File(view, approval_name(view), ZIP, approval_bundle(view))


def masked_file(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    """伏せた写し of one record. Raises MayNameSomebody where words have to be looked at first."""
    level = asked.query_params.get("level", "1")
    view = masked_record(session, actor, now, asked_id(asked.path_params.get("id", "")), level=level)
    printed = tuple(replace(seen, action="record.print") for seen in view.looks)
    return File(replace(view, looks=printed), masked_name(view), DOCX, masked_paper(view))
