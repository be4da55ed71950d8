"""世帯 and 同意 on the screen: people, the matrix of agreement, consents in words."""

from models.cases import InformationClass
from queries.case import CaseFile
from queries.household import ConsentView, MemberView
from rules.consent import Standing
from ui.show import Safe, basis_words, definitions, joined, long_day, made, moment, show, tag, until_words
from words import label_of, word

_CELLS = {
    Standing.REFUSED: ("no", "×"),
    Standing.NOT_ASKED: ("open", "？"),
    Standing.WITHDRAWN: ("no", "×"),
    Standing.EXPIRED: ("open", "？"),
    Standing.NOT_NEEDED: ("na", "―"),
}
_TONES = {
    Standing.GIVEN: "done", Standing.PARTLY: "soon", Standing.BY_REPRESENTATIVE: "done", Standing.NOT_ASKED: "wait",
    Standing.REFUSED: "hole", Standing.WITHDRAWN: "late", Standing.EXPIRED: "soon", Standing.NOT_NEEDED: "",
}  # fmt: skip


def member_heading(member: MemberView) -> str:
    """What a person is called on the screen: relation and name, or 氏名不詳."""
    name = member.text("name") or word("case.name_unknown")
    return f"{member.text('relation') or ''} {name}".strip()


def person(member: MemberView) -> None:
    """One person of the household with what may be shown, ground by ground."""
    state = tag(label_of(member.standing), _TONES[member.standing]) if member.standing else Safe("")
    minor = tag(word("field.is_minor"), "wait") if member.is_minor else Safe("")
    died = tag(word("case.died", day=long_day(member.died_on))) if member.died_on else Safe("")
    pairs = [
        (word(f"field.{name}"), text)
        for told in member.told
        for name, text in told.texts
        if name not in {"relation", "name"}
    ]
    show(
        '<div class="yo-card"><div class="t">$name $state $minor $died</div>$pairs</div>',
        name=member_heading(member), state=state, minor=minor, died=died, pairs=definitions(pairs),
    )  # fmt: skip


def _cell(member: MemberView, agency: str, classes: int) -> Safe:
    whole = len(InformationClass)
    if classes == 0 or member.standing in _CELLS:
        kind, sign = _CELLS.get(member.standing, ("no", "×")) if member.standing else ("no", "×")
        text = label_of(member.standing) if member.standing in _CELLS else word("consent.out_of_reach")
    elif member.standing is Standing.BY_REPRESENTATIVE:
        kind, sign, text = "yes", "◎", word("consent.by_representative")
    else:
        kind, sign, text = (
            ("yes", "○", word("consent.agreed")) if classes == whole else ("part", "△", word("consent.agreed_partly"))
        )
    return made(
        '<td class="$kind" data-h="$agency"><i aria-hidden="true">$sign</i>$text</td>',
        kind=kind,
        agency=agency,
        sign=sign,
        text=text,
    )


def matrix(case: CaseFile) -> None:
    """Who agreed that which agency may know: people × agencies, in a sign and a word."""
    head = joined(made('<th scope="col">$name</th>', name=one.agency) for one in case.agencies)
    body = []
    for member in case.members:
        reach = dict(member.reach)
        cells = joined(_cell(member, one.agency, reach.get(one.agency_id, 0)) for one in case.agencies)
        body.append(made('<tr><th scope="row">$name</th>$cells</tr>', name=member_heading(member), cells=cells))
    show(
        '<table class="yo-tb yo-cm stack"><thead><tr><th scope="col">$corner</th>$head</tr></thead>'
        "<tbody>$body</tbody></table>",
        corner=word("consent.corner"), head=head, body=joined(body),
    )  # fmt: skip


def consent(one: ConsentView) -> None:
    """One consent as paper would say it."""
    until = until_words(one.ends_on)
    if one.withdrawn_at is not None:
        state = tag(word("consent.withdrawn_at", at=moment(one.withdrawn_at)), "late")
    else:
        state = tag(word("consent.valid"), "done") if one.is_valid else tag(word("consent.over"), "soon")
    paper = word("consent.paper_came", day=long_day(one.paper_on)) if one.paper_on else ""
    if one.paper_due_on is not None:
        paper = word("consent.paper_due", day=long_day(one.paper_due_on))
    pairs = [
        (word("field.way"), f"{label_of(one.way)} {long_day(one.given_on)} {word('consent.heard', name=one.heard_by)}"),
        (word("field.agencies"), "、".join(one.agencies)),
        (word("field.information"), "、".join(label_of(kind) for kind in one.information)),
        (word("consent.period"), word("consent.from_until", since=long_day(one.starts_on), until=until)),
        (word("consent.paper"), paper),
        (word("consent.withdrawn"), one.withdrawal_words),
    ]
    named = ("exclusions", "read_out", "witness", "representative", "power", "own_view")
    pairs += [(word(f"field.{name}"), getattr(one, name)) for name in named]
    show(
        '<div class="yo-card"><div class="t">$name $state</div>$pairs</div>',
        name=one.member,
        state=state,
        pairs=definitions(pairs),
    )


def grounds(member: MemberView) -> str:
    """The grounds on which this person's lines are shown."""
    return "、".join(dict.fromkeys(basis_words(told.basis) for told in member.told))
