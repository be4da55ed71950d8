"""A calendar invitation: neutral title, no attendees, no agenda; other programs read it the same."""

from datetime import datetime

from icalendar import Calendar, Event, vText

import settings
from documents.conference_papers import conference_title
from models.conferences import ConferenceState
from queries.conference import ConferenceFile

_STATUS = {ConferenceState.PLANNED: "TENTATIVE", ConferenceState.CANCELLED: "CANCELLED"}


def invitation(view: ConferenceFile, now: datetime) -> bytes:
    """Returns one VEVENT with a stable UID and a SEQUENCE that grows with each change; cancelled ones say so."""
    row = view.row
    event = Event()
    event.add("uid", f"{row.id}@yoriai")
    event.add("dtstamp", now)
    event.add("dtstart", row.starts_at.astimezone(settings.TOKYO))
    event.add("dtend", row.ends_at.astimezone(settings.TOKYO))
    event.add("summary", conference_title(row))
    event.add("location", row.place)
    event.add("sequence", view.version)
    event["status"] = vText(_STATUS.get(row.state, "CONFIRMED"))
    calendar = Calendar()
    calendar.add("prodid", "-//Yoriai//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if row.state is ConferenceState.CANCELLED else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
