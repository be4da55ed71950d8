"""step_buttons(): the steps a record offers, each with its reasons in words beside it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import streamlit as st

from operations.action import Operation
from rules.lifecycle import Offer
from ui.forms import ActForm, act_form
from ui.show import joined, made, show
from words import word

Extra = Mapping[str, Callable[[ActForm], None]]


def step_buttons(
    operation: Operation, subject_id: UUID, offers: Iterable[Offer], *, lifecycle: str, seen: Mapping[str, object],
    extra: Extra | None = None, primary: str = "",
) -> None:  # fmt: skip
    """One small form a step; a step that is stopped stands there with what is missing."""
    for offer in offers:
        label = word(f"{lifecycle}_step.{offer.name}")
        if offer.stops:
            _stopped(operation, subject_id, offer, label)
            continue
        with act_form(
            operation, subject_id, seen=seen, name=offer.name, label=label, border=False, primary=offer.name == primary,
        ) as form:  # fmt: skip
            form.fix(step=offer.name)
            step_reasons(
                tuple(one for one in (*offer.notices, *offer.needs_reasons) if one != _refused_for(form.state))
            )
            form.state["asked"] = _asked(form.state, offer.needs_reasons)
            if extra and offer.name in extra:
                extra[offer.name](form)


def _refused_for(state: dict[str, Any]) -> object:
    """The condition for which it was refused: the form says it itself, right above its button."""
    refused = state.get("refused")
    return refused[1].get("condition", refused[0]) if refused else None


def _asked(state: dict[str, Any], needed: tuple[str, ...]) -> list[str]:
    """What wants a reason now; a reason that was asked before and is no longer needed goes."""
    before, state["needed"] = state.get("needed", ()), needed
    kept = [one for one in state.get("asked", []) if one not in before]
    return list(dict.fromkeys([*kept, *needed]))


def _stopped(operation: Operation, subject_id: UUID, offer: Offer, label: str) -> None:
    step_reasons(offer.stops)
    st.button(label, disabled=True, key=f"stopped:{operation.key}:{subject_id}:{offer.name}")


def step_reasons(conditions: tuple[str, ...]) -> None:
    """Unmet conditions in words."""
    if conditions:
        lines = joined(made("<div>$text</div>", text=text) for text in _without_repeats(conditions))
        show('<div class="yo-why">$lines</div>', lines=lines)


def _without_repeats(conditions: tuple[str, ...]) -> list[str]:
    """What several conditions advise alike is said once, after the last of them."""
    told = [word(f"condition.{one}").partition("。") for one in conditions]
    later = {advice: place for place, (_, _, advice) in enumerate(told)}
    return [
        f"{lack}{stop}{advice if later[advice] == place else ''}" for place, (lack, stop, advice) in enumerate(told)
    ]
