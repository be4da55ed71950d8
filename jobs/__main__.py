"""python -m jobs prepare | new-keys FILE | verify | anchor | run | glossary"""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import settings
from jobs import anchor, glossary, loop
from jobs.prepare import check, prepare


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _new_keys(*arguments: str) -> int:
    path = Path(arguments[0]) if arguments else settings.key_file()
    if path.exists():
        raise settings.SettingsError(f"鍵ファイルはもうあります:{path}。上書きはしません。")
    try:
        settings.write_new_keys(path)
    except OSError as wrong:
        raise settings.SettingsError(f"鍵ファイルを置けません:{path}。フォルダーを確かめてください。") from wrong
    _say(f"鍵ファイルを作りました:{path}。課長と情報システム担当が、別々の場所に控えを持ってください。")
    return 0


def _verify() -> int:
    check()
    found = anchor.verify()
    for one in found:
        _say(f"{one.chain} {one.seq} {one.what}")
    _say("記録は書かれたままです。" if not found else f"合わないところが {len(found)} か所あります。")
    return 1 if found else 0


def _anchor() -> int:
    check()
    _say(str(anchor.write(settings.today())))
    return 0


def _run() -> int:
    check()
    ended = loop.start()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()
    return 0


def _glossary() -> int:
    _say(str(glossary.write().relative_to(settings.ROOT)))
    return 0


def _prepare() -> int:
    for line in prepare():
        _say(line)
    return 0


COMMANDS: dict[str, Callable[..., int]] = {
    "prepare": _prepare, "new-keys": _new_keys, "verify": _verify, "anchor": _anchor, "run": _run,
    "glossary": _glossary,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run one command; a sentence instead of a traceback where the installation is not right."""
    name, *rest = arguments or [""]
    if name not in COMMANDS:
        _say(__doc__ or "")
        return 2
    try:
        return COMMANDS[name](*rest)
    except settings.SettingsError as wrong:
        _say(str(wrong))
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
