"""The headers on every answer, and the policy under which Streamlit's page runs."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

import settings

Headers = list[tuple[bytes, bytes]]
_KEPT_LONG = ("/static/", "/assets/", "/_stcore/bidi-components/")


@cache
def policy() -> str:
    """Content-Security-Policy with the hash of Streamlit's own inline script, computed from the installed file."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@cache
def _fixed() -> tuple[tuple[bytes, bytes], ...]:
    named = {
        "content-security-policy": policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }
    if settings.behind_tls():
        named["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return tuple((name.encode(), value.encode()) for name, value in named.items())


def with_ours(headers: Headers, path: str) -> Headers:
    """The answer's headers with ours; only files without secrets may be kept by the browser."""
    ours = {name for name, _ in _fixed()}
    if path.startswith(_KEPT_LONG):
        return [*((n, v) for n, v in headers if n.lower() not in ours), *_fixed()]
    ours |= {b"cache-control"}
    return [*((n, v) for n, v in headers if n.lower() not in ours), *_fixed(), (b"cache-control", b"no-store")]
