"""The browser of the tests: the system's Chromium, started so that nothing leaves this machine."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "Chromium が見つかりません。パッケージ chromium を入れるか、環境変数 CHROMIUM で場所を示してください。"
    " (Chromium was not found: install the package chromium, or name the program in CHROMIUM.)"
)

# No --disable-features here: Chromium heeds only the last one, and Playwright's own list
# (OptimizationHints, HttpsUpgrades, PaintHolding and more) would be lost.
LAUNCH_ARGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What Chromium asks by itself all the same (updates, accounts) finds no host.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
    *(("--no-sandbox",) if os.geteuid() == 0 else ()),
)


def find_chromium() -> Path:
    """The program named by CHROMIUM, else the first of the usual names on PATH."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else NAMES:
        if program := shutil.which(name):
            return Path(program)
    raise RuntimeError(MISSING)


def launch(playwright: Playwright) -> Browser:
    """A headless browser with its own empty profile."""
    return playwright.chromium.launch(
        executable_path=find_chromium(), args=list(LAUNCH_ARGS), chromium_sandbox=os.geteuid() != 0
    )
