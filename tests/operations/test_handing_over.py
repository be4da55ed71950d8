"""進行役・記録者の交代: rights follow at once, and who did it before stands in the history."""

import json
from typing import Any
from uuid import UUID

import settings
from models.conferences import Conference
from models.database import reading
from models.people import Person
from operations.agenda import leave_out
from operations.conferences import invite
from operations.handing_over import hand_over
from operations.recusals import recuse
from operations.room import begin_item
from queries.who_ran import runner_words
from rules.composing import compose
from rules.record import from_text, to_text
from tests.city import City
from tests.operations.sittings import called, opened, prepared, ready
from tests.operations.stored import entries, why_not


def handing(city: City, conference: UUID, facilitator: str, recorder: str | None = "kiroku") -> dict[str, Any]:
    """The inputs of conference.hand_over."""
    return {
        "subject_id": conference, "seen": city.seen(Conference, conference, hand_over),
        "facilitator_id": city.person(facilitator), "recorder_id": city.person(recorder) if recorder else None,
    }  # fmt: skip


def test_hand_over_gives_the_rights_at_once_and_takes_them(city) -> None:
    conference, item = opened(city)
    city.do("kobayashi", hand_over, **handing(city, conference, "kacho", "mizuno"))
    row = city.row(Conference, conference)
    assert (row.facilitator_id, row.recorder_id) == (city.person("kacho"), city.person("mizuno"))
    assert why_not(city, "kiroku", begin_item, item) == "not_found"
    city.do("mizuno", begin_item, item)
    assert city.row(Conference, conference).current_item_id == item


def test_hand_over_keeps_who_did_it_before_in_the_history_and_in_the_record(city) -> None:
    conference, _ = opened(city)
    city.do("kobayashi", hand_over, **handing(city, conference, "kacho"))
    (entry,) = [one for one in entries(conference) if one.action == "conference.hand_over"]
    told = json.loads(entry.changes or "{}")
    assert (told["facilitator_before"], told["facilitator_id"]) == (
        str(city.person("kobayashi")), str(city.person("kacho")),
    )  # fmt: skip
    with reading() as session:
        text = compose(session.execute, session.get_one(Conference, conference), None)
    assert [(one.office, one.before, one.after, one.at) for one in text.handed_over] == [
        ("facilitator", *(city.row(Person, city.person(one)).name for one in ("kobayashi", "kacho")),
         entry.moment.isoformat()),
    ]  # fmt: skip


def test_hand_over_to_somebody_who_was_not_called_is_refused(city) -> None:
    conference, _ = opened(city)
    assert why_not(city, "kobayashi", hand_over, **handing(city, conference, "suishin")) == "runner_was_not_called"


def test_hand_over_to_the_same_people_or_before_the_notice_is_refused(city) -> None:
    conference, _ = opened(city)
    same = handing(city, conference, "kobayashi")
    assert why_not(city, "kobayashi", hand_over, **same) == "nothing_is_handed_over"
    waiting = handing(city, ready(city), "kacho")
    assert why_not(city, "kobayashi", hand_over, **waiting) == "conference_is_not_open"


def test_hand_over_to_somebody_who_takes_no_part_in_an_item_is_refused(city) -> None:
    conference, item = opened(city)
    call = city.do("kobayashi", invite, conference, person_id=city.person("kacho")).subject_id
    city.do("kiroku", recuse, item, invitation_id=call)
    assert why_not(city, "kobayashi", hand_over, **handing(city, conference, "kacho")) == "runner_takes_no_part"


def test_hand_over_to_an_agency_that_no_consent_reaches_is_refused(city) -> None:
    conference, item = opened(city)
    call = city.do("kobayashi", invite, conference, person_id=city.person("hayashi"), outside=[item])
    assert call.subject_id in {one.id for one in called(conference)}
    assert why_not(city, "kobayashi", hand_over, **handing(city, conference, "hayashi")) == "runner_takes_no_part"


def test_hand_over_refused_for_an_agency_waiting_outside_leaves_it_there(city) -> None:
    conference, item = prepared(city)
    city.do("kobayashi", leave_out, item, agency_id=city.agency("general_hospital"))
    assert why_not(city, "kobayashi", hand_over, **handing(city, conference, "ogawa")) == "conference_is_not_open"


def test_hand_over_is_told_in_the_words_of_the_record(city) -> None:
    conference, _ = opened(city)
    at = settings.now()
    city.do("kobayashi", hand_over, **handing(city, conference, "kacho"), now=at)
    with reading() as session:
        text = compose(session.execute, session.get_one(Conference, conference), None)
    first, second = (city.row(Person, city.person(one)).name for one in ("kobayashi", "kacho"))
    assert runner_words(text, "facilitator") == f"{first}→{second}({at.astimezone(settings.TOKYO):%H:%M}から)"
    assert runner_words(from_text(to_text(text)), "recorder") == city.row(Person, city.person("kiroku")).name
