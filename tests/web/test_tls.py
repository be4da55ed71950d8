"""Behind TLS the cookie is Secure and bound to this host, and only https pages of ours may send forms."""

from collections.abc import Iterator

import pytest

from tests.server import House, Visitor, serving


@pytest.fixture
def secure(sqlite_url, tmp_path) -> Iterator[House]:
    """A server that browsers reach by https (a proxy ends TLS before it)."""
    with serving(tmp_path, sqlite_url, YORIAI_TLS="1") as server:
        yield House(server, sqlite_url, "")


def test_cookie_is_secure_and_bound_to_this_host(secure) -> None:
    visitor = Visitor(secure.server)
    answer = visitor.sign_in("hayashi")
    (given,) = answer.all("set-cookie")
    flags = {part.strip().lower() for part in given.split(";")[1:]}
    assert given.startswith("__Host-yoriai=")
    assert flags == {"httponly", "samesite=lax", "secure", "path=/", "max-age=43200"}
    assert answer.one("strict-transport-security") == "max-age=31536000; includeSubDomains"
    assert visitor.get("/").status == 200
    plain = Visitor(secure.server, {"yoriai": visitor.cookies["__Host-yoriai"]})
    assert plain.get("/").status == 303
    assert visitor.post("/signout", origin=f"http://{secure.server.host}").status == 403
    (forgotten,) = visitor.post("/signout").all("set-cookie")
    assert forgotten.startswith('__Host-yoriai=""; ')
    assert "secure" in forgotten.lower()
