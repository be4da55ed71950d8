"""The settings under which Streamlit really runs: from another folder its config is silently ignored."""

from streamlit import config

import settings

WANTED = {
    "server.trustedUserHeaders": {"X-Yoriai-Session": "sid"},
    "server.fileWatcherType": "none",
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.maxUploadSize": 5,
    "runner.postScriptGC": False,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "client.toolbarMode": "minimal",
}


def check() -> None:
    """Raise SettingsError unless every setting that safety hangs on is in force."""
    wrong = [name for name, value in WANTED.items() if config.get_option(name) != value]
    if wrong:
        raise settings.SettingsError(
            f"Streamlit の設定が効いていません({'、'.join(wrong)})。このフォルダーから make run で始めてください。"
        )
