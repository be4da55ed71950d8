"""Messages that no browser of ours sends: the server stays up, and only the sender's connection ends."""

from contextlib import suppress

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from tests.hostile.wire import Wire, wire_of

MESSAGES = (
    BackMsg(clear_cache=True),
    BackMsg(stop_script=True),
    BackMsg(load_git_info=True),
    BackMsg(debug_shutdown_runtime=True),
    BackMsg(debug_disconnect_websocket=True),
    BackMsg(set_run_on_save=True),
)


@pytest.mark.parametrize("message", MESSAGES, ids=[one.WhichOneof("type") for one in MESSAGES])
def test_other_messages_do_not_bring_the_server_down(house, message) -> None:
    with wire_of(house.visitor("hayashi")) as tab:
        tab.open("cases")
        tab.socket.send(message.SerializeToString())
    with wire_of(house.visitor("hayashi")) as tab:
        assert tab.open("cases").says("R7-001")


def test_upload_is_offered_nowhere_and_taken_nowhere(house) -> None:
    visitor = house.visitor("hayashi")
    with wire_of(visitor) as tab:
        session = tab.open("cases").session
    assert visitor.post(f"/_stcore/upload_file/{session}/1", {"x": "y"}).status == 404


def closed(tab: Wire, frame: bytes | str) -> bool:
    """Whether the server hangs up at this frame; what it still had to say is passed over."""
    with suppress(ConnectionClosed):
        tab.socket.send(frame)
        while tab.socket.recv(10):
            pass
    return tab.socket.state is State.CLOSED


@pytest.mark.parametrize("frame", [b"\xff\xff\xff", "text", b"x" * 30_000_000])
def test_frame_that_is_no_message_closes_only_its_own_connection(house, frame) -> None:
    with wire_of(house.visitor("hayashi")) as tab:
        assert closed(tab, frame)
    with wire_of(house.visitor("hayashi")) as tab:
        assert tab.open("cases").says("R7-001")
