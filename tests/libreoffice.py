"""Another program that opens our papers: LibreOffice makes a PDF of them, and poppler reads what stands on it."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120
MISSING = (
    "LibreOffice か poppler が見つかりません。パッケージ libreoffice-writer-nogui と poppler-utils を入れてください。"
    " (LibreOffice or poppler was not found: install the packages libreoffice-writer-nogui and poppler-utils.)"
)


@dataclass(frozen=True)
class Pdf:
    """What a reader of the printed paper sees: its pages, their size in points, fonts and whether they are in it."""

    pages: tuple[str, ...]
    size: tuple[float, float]
    fonts: Mapping[str, bool]

    @property
    def text(self) -> str:
        """All pages."""
        return "\n".join(self.pages)

    @property
    def letters(self) -> str:
        """All pages without spaces and line ends, so that a wrapped line is found."""
        return re.sub(r"\s+", "", self.text)


def find_libreoffice() -> Path:
    """The program named by SOFFICE, else soffice on PATH."""
    program = shutil.which(os.environ.get("SOFFICE", "soffice"))
    if program is None:
        raise RuntimeError(MISSING)
    return Path(program)


def find_poppler() -> tuple[Path, Path, Path]:
    """pdftotext, pdfinfo and pdffonts."""
    found = [shutil.which(name) for name in ("pdftotext", "pdfinfo", "pdffonts")]
    if None in found:
        raise RuntimeError(MISSING)
    return Path(str(found[0])), Path(str(found[1])), Path(str(found[2]))


def opened(paper: bytes, folder: Path, profile: Path) -> Pdf:
    """Open a Word file in LibreOffice with a profile of its own, and read the PDF made of it."""
    return opened_together({"paper": paper}, folder, profile)["paper"]


def opened_together(papers: Mapping[str, bytes], folder: Path, profile: Path) -> dict[str, Pdf]:
    """Several Word files at once: LibreOffice takes longer to start than to open a paper."""
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(paper)
        (folder / f"{name}.pdf").unlink(missing_ok=True)
    _run(
        find_libreoffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf",
        "--outdir", folder, *(folder / f"{name}.docx" for name in papers),
    )  # fmt: skip
    return {name: _read(folder / f"{name}.pdf") for name in papers}


def read_pdf(made: bytes, path: Path) -> Pdf:
    """A PDF of our own, as poppler reads it."""
    path.write_bytes(made)
    return _read(path)


def _read(pdf: Path) -> Pdf:
    read, info, fonts = find_poppler()
    text = _run(read, "-layout", "-enc", "UTF-8", pdf, "-")
    width, height = re.findall(r"^Page size:\s+([\d.]+) x ([\d.]+) pts", _run(info, pdf), re.MULTILINE)[0]
    held = re.findall(r"^(?:[A-Z]{6}\+)?(\S+) .* (yes|no) (?:yes|no) (?:yes|no) +\d", _run(fonts, pdf), re.MULTILINE)
    return Pdf(
        tuple(text.split("\f")[:-1]), (float(width), float(height)), {name: inside == "yes" for name, inside in held}
    )


def _run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=PATIENCE, check=True)
    return done.stdout.decode()
