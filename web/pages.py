"""Plain HTML pages from templates, for people who are not signed in yet or have just left."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

import settings
from words import word


@cache
def _templates() -> Environment:
    folder = settings.ROOT / "web" / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    environment.globals["w"] = word
    return environment


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Render one of web/templates; every value is escaped."""
    city = {"city": settings.city().name, "office": settings.city().office_contact}
    return HTMLResponse(_templates().get_template(template).render(**city, **values), status)


def message(title: str, *lines: str, status: int, href: str = "/", label: str = "web.to_today") -> HTMLResponse:
    """A page that says one thing and leads on."""
    return page("message.html", status, title=title, lines=lines, link_href=href, link_label=word(label))
