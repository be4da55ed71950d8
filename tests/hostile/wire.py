"""Streamlit's websocket as an attacker speaks it: every byte is kept, and any page, session or value may be claimed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.server import Server, Visitor

EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN
PATIENCE = 30
STREAM = "/_stcore/stream"
FIELDS = (
    "text_input", "text_area", "selectbox", "radio", "checkbox", "multiselect", "button_group", "button",
)  # fmt: skip


@dataclass
class Run:
    """What one run of the script sent."""

    raw: bytes = b""
    widgets: dict[str, tuple[str, Any]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    session: str = ""

    def says(self, text: str) -> bool:
        """Whether a text stands in the bytes, as it is or as JSON spells it."""
        return any(spelt.encode() in self.raw for spelt in (text, json.dumps(text)[1:-1]))

    def said(self, texts: Iterable[str]) -> list[str]:
        """Which of the texts stand in the bytes."""
        return [text for text in texts if self.says(text)]

    def find(self, label: str, among: str = "") -> str:
        """The id of the widget with this label."""
        return next(key for key, (_, widget) in self.widgets.items() if widget.label == label and among in key)

    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [widget.label for kind, widget in self.widgets.values() if kind == "button"]


class Wire:
    """One open connection."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.last = Run()

    def open(self, page: str = "", query: str = "", *, by_hash: str = "") -> Run:
        """Ask for a page by its name or by its hash."""
        return self._run(page, query, by_hash, {})

    def press(self, button: str, page: str = "", query: str = "", **typed: Any) -> Run:
        """Press a button of the last run by its id, with values by the ids of their widgets."""
        return self._run(page, query, "", typed, button)

    def type(self, page: str, query: str = "", **typed: Any) -> Run:
        """Fill in labelled fields of the last run that need no button."""
        return self._run(page, query, "", {self.last.find(name): value for name, value in typed.items()})

    def submit(self, label: str, page: str, query: str = "", **typed: Any) -> Run:
        """Fill in labelled fields of the last run and press the button with this label."""
        values = {self.last.find(name): value for name, value in typed.items()}
        return self._run(page, query, "", values, self.last.find(label))

    def _run(self, page: str, query: str, by_hash: str, values: Mapping[str, Any], button: str = "") -> Run:
        message = BackMsg()
        asked = message.rerun_script
        asked.page_name, asked.query_string, asked.page_script_hash = page, query, by_hash
        for key, value in (self._defaults() | dict(values)).items():
            _put(asked.widget_states.widgets.add(), key, value)
        if button:
            pressed = asked.widget_states.widgets.add()
            pressed.id, pressed.trigger_value = button, True
        self.socket.send(message.SerializeToString())
        self.last = self._listen()
        return self.last

    def _defaults(self) -> dict[str, Any]:
        """What a browser would send along for widgets that nobody touched."""
        known = {key: _default(kind, widget) for key, (kind, widget) in self.last.widgets.items()}
        return {key: value for key, value in known.items() if value is not None}

    def _listen(self) -> Run:
        run = Run()
        while True:
            raw = self.socket.recv(PATIENCE)
            assert isinstance(raw, bytes)
            run.raw += raw
            message = ForwardMsg.FromString(raw)
            if _take(run, message) and message.script_finished != EARLY:
                return run


def _take(run: Run, message: ForwardMsg) -> bool:
    """Note what a message brings; true at the end of a run."""
    kind = message.WhichOneof("type")
    if kind == "new_session":
        run.session = message.new_session.initialize.session_id or run.session
        run.widgets = {}
    elif kind == "navigation":
        run.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
    elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
        element = message.delta.new_element
        name = element.WhichOneof("type") or ""
        if name in FIELDS:
            run.widgets[getattr(element, name).id] = (name, getattr(element, name))
    return kind == "script_finished"


def _default(kind: str, widget: Any) -> Any:
    if kind in {"text_input", "text_area"}:
        return widget.value if widget.set_value else widget.default
    if kind == "checkbox":
        return bool(widget.default)
    if kind in {"radio", "selectbox"} and widget.HasField("default") and widget.options:
        return widget.options[widget.default]
    if kind == "multiselect":
        return [widget.options[place] for place in widget.default]
    return None


def _put(state: Any, key: str, value: Any) -> None:
    state.id = key
    if isinstance(value, bool):
        state.bool_value = value
    elif isinstance(value, list):
        state.string_array_value.SetInParent()
        state.string_array_value.data.extend(value)
    else:
        state.string_value = value


@contextmanager
def wire(
    server: Server, cookies: Mapping[str, str] | None = None, *, session: str = "", origin: str = "",
    path: str = STREAM, headers: Mapping[str, str] | None = None,
) -> Iterator[Wire]:  # fmt: skip
    """Connect. Cookies, headers and the session id to resume are whatever the attacker likes."""
    given = dict(headers or {})
    if cookies:
        given["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    protocols: list[Any] = ["streamlit", "x", session] if session else ["streamlit"]
    with connect(
        f"ws://{server.host}{path}", origin=origin or server.origin, subprotocols=protocols,  # type: ignore[arg-type]
        additional_headers=given, max_size=None, compression=None, proxy=None, open_timeout=PATIENCE,
    ) as socket:  # fmt: skip
        yield Wire(socket)


def wire_of(visitor: Visitor, **claims: Any) -> AbstractContextManager[Wire]:
    """Connect as this browser does."""
    return wire(visitor.server, visitor.cookies, **claims)
