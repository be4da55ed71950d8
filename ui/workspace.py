"""The main script: signed in? → the menu for this person → run the page."""

import streamlit as st

import settings
from ui import links
from ui.forms import told
from ui.menu import sections_of
from ui.session import who
from ui.show import made
from words import word

_ASSETS = settings.ROOT / "web" / "assets"


def account(name: str, place: str) -> None:
    """Who is signed in, in the header; signing out is a plain form."""
    with st.container(key="account"):
        st.html(
            made(
                '<div class="yo" lang="ja"><div class="yo-ac"><div><b>$name</b><span class="m">$place</span></div>'
                '<a href="/password" target="_self">$password</a>'
                '<form method="post" action="/signout"><button>$leave</button></form></div></div>',
                name=name,
                place=place,
                password=word("account.password"),
                leave=word("account.sign_out"),
            )
        )


st.set_page_config(
    page_title=word("web.product"),
    page_icon=str(_ASSETS / "icon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
st.html('<style>@import url("/assets/look.css");@import url("/assets/bodies.css");</style>')
actor = who()
page = st.navigation(sections_of(actor), position="top")
st.logo(str(_ASSETS / "logo.svg"), size="medium")
account(actor.name, actor.place)
links.leave()
told()
page.run()
