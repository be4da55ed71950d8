"""Files that are made of many: everything to send after a conference, everything for the 決裁 of a record."""

from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from documents.approval_bundle import approval_bundle, approval_name
from documents.sending import sending_bundle, sending_name
from queries.approval_bundle import approval_bundle_of
from queries.sending import sending
from rules.access import Actor
from web.one_file import ZIP, File, asked_id


def sending_file(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    """役割分担表・回答票・記録(案) of one conference with 送付書 and 送付一覧."""
    view = sending(session, actor, now, asked_id(asked.path_params["id"]))
    return File(view, sending_name(view), ZIP, sending_bundle(view))


def approval_file(session: Session, actor: Actor, now: datetime, asked: Request) -> File:
    """決裁用の一式 of one record."""
    view = approval_bundle_of(session, actor, now, asked_id(asked.path_params["id"]))
    return File(view, approval_name(view), ZIP, approval_bundle(view))
