"""What happened in a case, and who looked at it, line by line."""

from queries.happenings import Happening
from ui.show import Safe, heading, joined, made, moment, show
from words import short, word


def _line(one: Happening, *, with_basis: bool) -> Safe:
    what = word(one.step or f"action.{one.action.replace('.', '_')}")
    if with_basis and one.basis:
        what = f"{what}({short(f'basis_kind.{one.basis}')})"
    return made(
        '<li><time>$at</time><span class="who">$who<small>$place</small></span><span class="what">$what</span></li>',
        at=moment(one.moment), who=one.who, place=one.place, what=what,
    )  # fmt: skip


def timeline(title: str, lines: tuple[Happening, ...], *, with_basis: bool) -> None:
    """Newest first; with the ground on which somebody looked where that is told."""
    heading(title)
    show('<ol class="yo-tl">$lines</ol>', lines=joined(_line(one, with_basis=with_basis) for one in lines))
