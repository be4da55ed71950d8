"""Several processes on one PostgreSQL hear of each other, and again after the database was restarted."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import postgres
from tests.conftest import _sql, database_of, forget, use
from tests.operations.recording import Room
from tests.server import House, Visitor, serving
from tests.web.test_autosave import body, post
from tests.web.test_live import ALL, line

# As tests/postgres.py does it, but the server may be told to start again.
SUPERVISOR = postgres.SUPERVISOR.replace(
    "cat > /dev/null\n",
    'while read -r _; do "$PROGRAMS/pg_ctl" -D data -l log -m fast -w restart > /dev/null; echo ready; done\n',
)


def test_supervisor_can_be_told_to_start_again() -> None:
    assert "restart" in SUPERVISOR


@contextmanager
def two_houses(server: str, template: str, folder: Path) -> Iterator[tuple[House, House]]:
    """Two processes on one city."""
    name = f"twins_{folder.name[-8:]}".replace("-", "_").lower()
    _sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    database = database_of(server, name)
    use(database)
    with serving(folder / "one", database) as one, serving(folder / "two", database) as two:
        yield House(one, database, ""), House(two, database, "")
    forget()
    _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


def test_what_one_process_stores_the_other_tells(postgres_server, postgres_template, tmp_path) -> None:
    with two_houses(postgres_server, postgres_template, tmp_path) as (one, two):
        room = Room(one.city).opened()
        with (
            line(one.visitor("kobayashi"), room.conference) as here,
            line(two.visitor("kobayashi"), room.conference) as there,
        ):
            assert (set(dict(here.hears())), set(dict(there.hears()))) == (ALL, ALL)
            assert post(one.visitor("kiroku"), body(room, finished=True)).status == 200
            assert (here.parts(), there.parts()) == (["lines"], ["lines"])
            assert post(two.visitor("kiroku"), body(room, text="母")).status == 200
            assert (here.parts(), there.parts()) == ([], [])


def test_after_the_database_was_restarted_everybody_is_told_to_look_again(
    monkeypatch, tmp_path, postgres_template
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def kept(*args: object, **named: object) -> subprocess.Popen[bytes]:
        started.append(real(*args, **named))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(postgres, "SUPERVISOR", SUPERVISOR)
    monkeypatch.setattr(postgres.subprocess, "Popen", kept)
    with ExitStack() as stack:
        server = stack.enter_context(postgres.throwaway_cluster())
        cluster = started[-1]
        monkeypatch.undo()
        use(server)
        from jobs.prepare import prepare

        prepare()
        house = House(stack.enter_context(serving(tmp_path, server)), server, "")
        room = Room(house.city).opened()
        with line(house.visitor("kobayashi"), room.conference) as open_line:
            first = dict(open_line.hears())
            restart(cluster)
            again = dict(open_line.hears(6))
            assert {part for part in ALL if again[part] > first[part]} == ALL
            assert wrote(house.visitor("kiroku"), room) == 200
            assert open_line.parts() == ["lines"]
        told = json.loads(house.visitor("kobayashi").get(f"/live/{room.conference}/numbers").body)
        assert all(told[part] > first[part] for part in ALL)
        forget()


def restart(cluster: subprocess.Popen[bytes]) -> None:
    """Stop and start the database; every connection is lost."""
    assert cluster.stdin is not None
    assert cluster.stdout is not None
    cluster.stdin.write(b"again\n")
    cluster.stdin.flush()
    assert cluster.stdout.readline() == b"ready\n"


def wrote(visitor: Visitor, room: Room) -> int:
    """A finished line, as soon as the database takes it."""
    until, sent = time.monotonic() + 10, body(room, finished=True)
    while (status := post(visitor, sent).status) != 200 and time.monotonic() < until:
        time.sleep(0.2)
    return status
