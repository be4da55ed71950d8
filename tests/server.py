"""The real server for tests: uvicorn as `make run` starts it, on a free port, with a city that can be made fresh."""

import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

import settings
from tests.city import City
from tests.conftest import _sql, database_of, forget, use
from tests.postgres import _free_port

PATIENCE = 60
FORM = "application/x-www-form-urlencoded"
OF_THE_INSTALLATION = ("YORIAI_MODE", "YORIAI_KEY_FILE", "YORIAI_TLS", "YORIAI_HOSTS")


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name]

    def one(self, name: str) -> str:
        """The value of a header that stands once; nothing where it is missing."""
        (value,) = self.all(name) or [""]
        return value


@dataclass
class Server:
    """A running server."""

    port: int
    log: Path
    scheme: str = "http"

    @property
    def host(self) -> str:
        """As a browser writes it in the Host header."""
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """As a browser writes it in the Origin header."""
        return f"{self.scheme}://{self.host}"

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request with exactly these headers; a redirect is not followed."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, tuple(answer.getheaders()), answer.read())


@dataclass
class Visitor:
    """A browser without a screen: its cookies, and the headers of a page of ours."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Open an address; sec_fetch_mode="cors" becomes Sec-Fetch-Mode: cors."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, typed: dict[str, str] | None = None, **headers: str) -> Answer:
        """Send a form from a page of ours; origin="" leaves the header out."""
        return self._ask(
            "POST", path, urlencode(typed or {}), {"origin": self.server.origin, "content_type": FORM} | headers
        )

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        if self.cookies:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self.server.ask(method, path, body, named)

    def sign_in(self, login: str, password: str = "toyokawa-mihon", onward: str = "/") -> Answer:
        """Type into the form and keep the cookie."""
        answer = self.post("/signin", {"login": login, "password": password, "next": onward})
        for given in answer.all("set-cookie"):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def environment(folder: Path, database: str, **given: str) -> dict[str, str]:
    """What the server is started with: this database, this folder, nothing of the tests' surroundings."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_INSTALLATION}
    own = {"DATABASE_URL": database, "YORIAI_ANCHORS": str(folder / "anchors")}
    return kept | own | given


def command(port: int) -> list[str]:
    """How `make run` starts it."""
    options = ("--timeout-graceful-shutdown", "1", "--no-access-log", "--no-server-header")
    return [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port), *options]


@contextmanager
def serving(folder: Path, database: str, **given: str) -> Iterator[Server]:
    """Start the server, wait until it answers, and stop it by its id."""
    folder.mkdir(parents=True, exist_ok=True)
    scheme = "https" if given.get("YORIAI_TLS") == "1" else "http"
    server = Server(_free_port(), folder / "server.log", scheme)
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command(server.port), cwd=settings.ROOT, env=environment(folder, database, **given), stdout=log, stderr=log
        )
        try:
            _wait(server, process)
            yield server
        finally:
            _stop(process)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if server.ask("GET", "/_stcore/health").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(server.log.read_text())


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class House:
    """A running server, its city, and the way to make that city fresh below it."""

    server: Server
    database: str
    template: str
    admin: str = ""
    city: City = field(default_factory=City)

    def fresh(self) -> None:
        """The sample city as on its first day; the server keeps running."""
        forget()
        if self.admin:
            name = self.database.rsplit("/", 1)[1]
            _sql(self.admin, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            _sql(self.admin, f"CREATE DATABASE {name} TEMPLATE {self.template}")
        else:
            # SQLite's own copying takes the locks, so the open server sees the old city or the new one.
            with closing(sqlite3.connect(self.template)) as first, closing(sqlite3.connect(self._file)) as now:
                first.backup(now)
        use(self.database)

    @property
    def _file(self) -> str:
        return self.database.removeprefix("sqlite:///")

    def visitor(self, login: str = "") -> Visitor:
        """Somebody of the sample city with a live sign-in, or nobody."""
        token = {settings.cookie_name(): self.city.sign_in(login)} if login else {}
        return Visitor(self.server, token)


@pytest.fixture(scope="session")
def sqlite_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server on SQLite for the whole session."""
    folder = tmp_path_factory.mktemp("sqlite-house")
    shutil.copy2(sqlite_template, folder / "city.db")
    database = f"sqlite:///{folder / 'city.db'}"
    with serving(folder, database) as server:
        yield House(server, database, str(sqlite_template))


@pytest.fixture(scope="session")
def postgres_house(
    postgres_server: str, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A server on PostgreSQL for the whole session."""
    folder, name = tmp_path_factory.mktemp("postgres-house"), f"house_{uuid4().hex[:12]}"
    _sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    database = database_of(postgres_server, name)
    with serving(folder, database) as server:
        yield House(server, database, postgres_template, postgres_server)
    forget()
    _sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """A server with a fresh sample city; on SQLite, unless the test names the database."""
    kind = getattr(request, "param", "sqlite")
    chosen: House = request.getfixturevalue(f"{kind}_house")
    chosen.fresh()
    yield chosen
    forget()


def on(everyday: str) -> list[object]:
    """Both databases: this one every day, the other one with `make journeys` and `make hostile`."""
    other = "postgres" if everyday == "sqlite" else "sqlite"
    return [pytest.param(everyday), pytest.param(other, marks=pytest.mark.whole)]
