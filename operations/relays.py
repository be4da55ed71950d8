"""つなぎ: send, take as a case, or answer."""

from uuid import UUID

import settings
from models.cases import Case, Involvement
from models.people import Agency, Role
from models.relays import Relay, RelayConsent, RelayState, Urgency
from operations.action import Act, action
from operations.numbers import next_number
from rules.calendar import after_business_days, fiscal_year
from rules.lifecycles import RELAY, RelayFacts
from rules.numbering import case_number
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed


@action("relay.send")
def send_relay(
    act: Act, *, alias: str, complaint: str, urgency: Urgency, consent: RelayConsent, to_agency_id: UUID
) -> Relay:
    """Send the five fields: 呼称, つなぎ元 (the one who acts), 主訴, 緊急度, 同意."""
    receiver = act.session.get(Agency, to_agency_id)
    require(receiver and "multi_agency_collaboration" in receiver.programmes.split(), "receiver_takes_no_relays")
    due = after_business_days(act.today, settings.city().relay_reply_business_days)
    return act.add(
        Relay(
            from_agency_id=act.agency_id,
            to_agency_id=to_agency_id,
            alias=needed(alias, "field.alias"),
            complaint=needed(complaint, "field.complaint"),
            urgency=urgency,
            consent=consent,
            sent_at=act.now,
            sent_by_id=act.actor.person_id,
            reply_due_on=act.today if urgency is Urgency.EMERGENCY else due,
        )
    )


@action("relay.take", on=Relay)
def take_relay(act: Act, relay: Relay, *, reply: str | None = None) -> Case:
    """受理: the つなぎ becomes a case of this 年度, in charge of the one who takes it."""
    _advance(act, relay, "take", kept(reply, most=PASSAGE))
    year = fiscal_year(act.today)
    serial = next_number(act.session, f"case:{year}")
    receiver = act.session.get_one(Agency, relay.to_agency_id)
    case = act.add(
        Case(
            fiscal_year=year,
            serial=serial,
            number=case_number(year, serial),
            alias=relay.alias,
            outline=relay.complaint,
            urgency=relay.urgency,
            district_key=receiver.district_key,
            received_on=act.today,
            relayed_by_id=relay.from_agency_id,
            in_charge_id=act.actor.person_id if act.actor.roles & {Role.WELFARE_WORKER, Role.CENTER_WORKER} else None,
            lead_agency_id=relay.to_agency_id,
        )
    )
    relay.case_id = case.id
    act.add(Involvement(case_id=case.id, agency_id=relay.from_agency_id, since=act.today))
    return case


@action("relay.answer", on=Relay)
def answer_relay(act: Act, relay: Relay, *, step: str, reply: str) -> Relay:
    """情報提供のみ, 他へ, 助言のみ: no case, but an answer in words that the sender reads."""
    require(step != "take", "step_not_open")
    _advance(act, relay, step, kept(reply, most=PASSAGE))
    return relay


def _advance(act: Act, relay: Relay, step: str, reply: str | None) -> None:
    taken = RELAY.step(step, relay.state, act.actor.roles, act.offices)
    act.weigh(taken.conditions, RelayFacts(reply is not None, relay.consent is RelayConsent.GIVEN))
    relay.state = RelayState(taken.target.value)
    relay.reply, relay.replied_at, relay.replied_by_id = reply, act.now, act.actor.person_id
