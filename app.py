"""The front door: Streamlit behind the wall, our own routes, and what must hold before anything is served."""

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

import settings
from jobs import loop
from jobs.prepare import check
from ui.failures import on_script_error
from web import effective, live
from web.kept import Kept
from web.routes import ROUTES
from web.wall import Wall

sys.path.insert(0, str(settings.ROOT / "ui" / "pieces"))


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    effective.check()
    check()
    ended = loop.start()
    # Streamlit's forced collection after every run is off (config.toml); what was imported is never garbage.
    gc.collect()
    gc.freeze()
    # Streamlit puts the access log back; an address with its query is nobody's business but the reader's.
    logging.getLogger("uvicorn.access").disabled = True
    async with live.running():
        yield
    ended.set()


app = st.App(
    settings.ROOT / "ui" / "workspace.py",
    routes=ROUTES,
    middleware=[Middleware(Wall), Middleware(Kept)],
    lifespan=_lifespan,
    on_script_error=on_script_error,
)
