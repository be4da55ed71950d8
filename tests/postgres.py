"""A throw-away PostgreSQL for one test run: own folder, own port, gone afterwards; no other is touched."""

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = (
    "PostgreSQL が見つかりません。パッケージ postgresql を入れるか、TEST_DATABASE_URL で示してください。"
    " (No PostgreSQL server was found: install the package postgresql, or name one in TEST_DATABASE_URL.)"
)
NOT_AS_ROOT = (
    "PostgreSQL は root では動きません。利用者 postgres を作るか、root 以外で実行してください。"
    " (PostgreSQL does not run as root: add a user postgres, or run the tests as somebody else.)"
)
PROGRAMS = ("initdb", "pg_ctl", "postgres")
ROOM = 2 * 1024**3  # bytes; a container's /dev/shm of 64 MB is smaller than an empty cluster

SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
"""

# `cat` waits for the end of a pipe that nobody writes to. It ends when the test run ends, by whatever cause
# (even kill -9), and then the server and its folder go too.
SUPERVISOR = """
set -e
"$PROGRAMS/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync > log 2>&1
cat settings >> data/postgresql.conf
"$PROGRAMS/pg_ctl" -D data -l log -w start > /dev/null
echo ready
cat > /dev/null
"$PROGRAMS/pg_ctl" -D data -m fast -w stop > /dev/null || :
rm -rf "$PWD"
"""


def find_postgres() -> Path:
    """The folder of the server's programs: PATH first, else the newest of Debian's versions."""
    on_path = shutil.which("initdb")
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest_first = sorted(debian, key=lambda initdb: float(initdb.parts[-3]), reverse=True)
    for initdb in ([Path(on_path).resolve()] if on_path else []) + newest_first:
        if all((initdb.parent / program).exists() for program in PROGRAMS):
            return initdb.parent
    raise RuntimeError(MISSING)


@contextmanager
def throwaway_cluster() -> Iterator[str]:
    """Start a cluster, give its SQLAlchemy address, stop and remove it. Open to all of this machine."""
    programs, account, port = find_postgres(), _account(), _free_port()
    with tempfile.TemporaryDirectory(prefix="yoriai-pg-", dir=_roomy_memory(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "settings").write_text(SETTINGS.format(port=port, folder=folder))
        if account:
            shutil.chown(folder, account)
        with _supervisor(folder, programs, account):
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def _supervisor(folder: Path, programs: Path, account: str | None) -> Iterator[None]:
    process = subprocess.Popen(
        ["/bin/sh", "-c", SUPERVISOR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env={"PATH": os.defpath, "PROGRAMS": str(programs), "HOME": str(folder)},
        user=account,
        group=account,
        extra_groups=[] if account else None,
        start_new_session=True,  # a Ctrl-C on the terminal is for the tests, which then close the pipe
    )
    with process:
        if process.stdout and process.stdout.readline() != b"ready\n":
            raise RuntimeError("PostgreSQL:\n" + (folder / "log").read_text(errors="replace"))
        yield


def _account() -> str | None:
    """Whom the server runs as: nobody else, or `postgres` when root starts it."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise RuntimeError(NOT_AS_ROOT) from None


def _roomy_memory() -> Path | None:
    """/dev/shm where it exists and is large enough; None means the usual place for temporary files."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def _free_port() -> int:
    """A port below those the system hands out by itself, so nobody takes it before the server does."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")
