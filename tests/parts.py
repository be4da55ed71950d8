"""Run the tests part by part and add them up: `python -m tests.parts [part …] [--whole | --proof]`.

Plain: each part's everyday tests. --whole: those marked `whole` too. --proof: only the long trials.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from tests.postgres import throwaway_cluster

ROOT = Path(__file__).parent.parent
TWO_CORES = ("-n", "2")
SECONDS_PER_PART = 30 * 60  # past this an everyday part hangs; it is stopped and counts as failed
SECONDS_TO_TIDY = 20
FEW = 3  # more failures than these are no accident


@dataclass(frozen=True)
class Part:
    """again: a few failures are tried once more, alone and told of: a browser on a busy machine misses a moment."""

    name: str
    paths: tuple[str, ...]
    options: tuple[str, ...] = ()
    again: bool = False

    def existing(self) -> list[str]:
        return [str(path.relative_to(ROOT)) for pattern in self.paths for path in sorted(ROOT.glob(pattern))]


PARTS = (
    Part("rules", ("tests/rules", "tests/test_*.py"), TWO_CORES),
    Part(
        "acts",
        ("tests/models", "tests/operations", "tests/queries", "tests/documents", "tests/jobs"),
        TWO_CORES,
    ),
    Part("access", ("tests/access",), TWO_CORES),
    Part("web", ("tests/web",), TWO_CORES),
    Part("pages", ("tests/pages",), TWO_CORES),
    Part("journeys", ("tests/journeys",), TWO_CORES, again=True),
    Part("hostile", ("tests/hostile",), TWO_CORES, again=True),
)
NAMES = [part.name for part in PARTS]
PROOF = Part("proof", ("tests",))


@dataclass(frozen=True)
class Result:
    part: str
    seconds: float
    passed: int
    failed: int
    skipped: int
    again: int = 0

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        again = f", {self.again} of them at the second try" if self.again else ""
        return f"{self.passed} passed{again}, {self.failed} failed{skipped}"


def main(arguments: list[str]) -> int:
    """Run the chosen parts in their order; 0 only if something ran and nothing failed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    chosen = _choice(arguments)
    parts = [PROOF] if chosen.proof else [part for part in PARTS if part.name in (chosen.part or NAMES)]
    selection, limit = _selection(chosen)
    with ExitStack() as stack:
        if not os.environ.get("TEST_DATABASE_URL"):
            os.environ["TEST_DATABASE_URL"] = stack.enter_context(throwaway_cluster())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yoriai-parts-")))
        results = [_run(part, folder, selection, limit) for part in parts if part.existing()]
    return _report(results)


def _choice(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.parts", description="Run the tests part by part.")
    parser.add_argument("part", nargs="*", help=", ".join(NAMES))
    depth = parser.add_mutually_exclusive_group()
    depth.add_argument("--whole", action="store_true", help="also the tests marked `whole`")
    depth.add_argument("--proof", action="store_true", help="only the long trials, marked `proof`")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.part) - set(NAMES):
        parser.error(f"no such part: {', '.join(sorted(unknown))} (there are: {', '.join(NAMES)})")
    return chosen


def _selection(chosen: argparse.Namespace) -> tuple[tuple[str, ...], int | None]:
    """What to tell pytest about the depth, and the limit of seconds for a part."""
    if chosen.proof:
        return ("-m", "proof"), None
    if chosen.whole:
        return ("-m", "not proof"), None
    return (), SECONDS_PER_PART


def _run(part: Part, folder: Path, selection: tuple[str, ...], limit: int | None) -> Result:
    print(f"\n===== {part.name} =====", flush=True)
    report = folder / f"{part.name}.xml"
    command = [sys.executable, "-m", "pytest", "-q", *part.options, *selection, f"--junitxml={report}"]
    began = time.monotonic()
    code = _wait(command + part.existing(), limit)
    passed, failed, skipped = _counts(report)
    if code != 0 and failed == 0:  # no test collected, a broken conftest, a crash, a hang: never a success
        print(f"{part.name}: pytest ended with {code}", flush=True)
        failed = 1
    again = _again(part, folder, selection, limit) if part.again and 0 < failed <= FEW else 0
    return Result(part.name, time.monotonic() - began, passed + again, failed - again, skipped, again)


def _again(part: Part, folder: Path, selection: tuple[str, ...], limit: int | None) -> int:
    """How many of the failed tests pass when they are run once more, by themselves."""
    print(f"\n===== {part.name}, once more what failed =====", flush=True)
    report = folder / f"{part.name}-again.xml"
    only = ("--last-failed", "--last-failed-no-failures=none")
    _wait([sys.executable, "-m", "pytest", "-q", *only, *selection, f"--junitxml={report}", *part.existing()], limit)
    return _counts(report)[0]


def _wait(command: list[str], limit: int | None) -> int:
    """Wait for pytest in a session of its own, so that it hears of an interruption once and can tidy up."""
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        print(f"stopped after {limit} s", flush=True)
        return _stop(process)
    except BaseException:
        _stop(process)
        raise


def _stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGINT)
    try:
        return process.wait(SECONDS_TO_TIDY)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def _counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a JUnit report; an error in a fixture is a failure."""
    if not report.exists():
        return 0, 0, 0
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    sums = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for key in sums:
            sums[key] += int(suite.get(key, 0))
    failed = sums["failures"] + sums["errors"]
    return sums["tests"] - failed - sums["skipped"], failed, sums["skipped"]


def _report(results: list[Result]) -> int:
    print(f"\n{'part':<10}{'seconds':>8}  result")
    for result in results:
        print(f"{result.part:<10}{result.seconds:>8.1f}  {result}")
    passed, failed, skipped, again = (
        sum(getattr(one, key) for one in results) for key in ("passed", "failed", "skipped", "again")
    )
    total = Result("total", sum(one.seconds for one in results), passed, failed, skipped, again)
    print(f"{total.part:<10}{total.seconds:>8.1f}\n\n{total}", flush=True)
    return 0 if results and total.failed == 0 else 1


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
