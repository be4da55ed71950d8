"""Another program that opens our papers: LibreOffice makes a PDF of them, and poppler reads what stands on it."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120
MISSING = (
    "LibreOffice か poppler が見つかりません。パッケージ libreoffice-writer-nogui と poppler-utils を入れてください。"
    " (LibreOffice or poppler was not found: install the packages libreoffice-writer-nogui and poppler-utils.)"
)


@dataclass(frozen=True)
class Pdf:
    """What a reader of the printed paper sees: its pages as text, and their size in points."""

    pages: tuple[str, ...]
    size: tuple[float, float]

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


def find_poppler() -> tuple[Path, Path]:
    """pdftotext and pdfinfo."""
    found = [shutil.which(name) for name in ("pdftotext", "pdfinfo")]
    if None in found:
        raise RuntimeError(MISSING)
    return Path(str(found[0])), Path(str(found[1]))


def opened(paper: bytes, folder: Path, profile: Path) -> Pdf:
    """Open a Word file in LibreOffice with a profile of its own, and read the PDF made of it."""
    word, pdf = folder / "paper.docx", folder / "paper.pdf"
    word.write_bytes(paper)
    pdf.unlink(missing_ok=True)
    _run(
        find_libreoffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf",
        "--outdir", folder, word,
    )  # fmt: skip
    read, info = find_poppler()
    text = _run(read, "-layout", "-enc", "UTF-8", pdf, "-")
    width, height = re.findall(r"^Page size:\s+([\d.]+) x ([\d.]+) pts", _run(info, pdf), re.MULTILINE)[0]
    return Pdf(tuple(text.split("\f")[:-1]), (float(width), float(height)))


def _run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=PATIENCE, check=True)
    return done.stdout.decode()
