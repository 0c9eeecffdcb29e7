"""What points to somebody on the web: addresses of pages, and names in social media."""

from __future__ import annotations

__all__ = ["AT", "HANDLE", "SITE", "URL"]

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = f"(?:{_LABEL}[.]){{1,6}}[A-Za-z]{{2,24}}"
_TAIL = "(?:[/?#][^\\s<>\"'\u201c\u201d|]{0,400})?"
URL = (
    f"(?:(?:https?|ftp)://(?:{_HOST}|[0-9]{{1,3}}(?:[.][0-9]{{1,3}}){{3}})(?::[0-9]{{1,5}})?{_TAIL}"
    f"|www[.]{_HOST}{_TAIL}"
    "|(?:[A-Za-z0-9-]{1,63}[.]){1,4}(?:com|org|net|uk|io|me|info|co|gg|tv|app|page|link)/"
    "[^\\s<>\"'\u201c\u201d|]{1,400})"
)
"""A page with http, with www, or a host and a path. Full stops and brackets at its end are not part of it."""
SITE = f"(?:{_LABEL}[.]){{1,4}}(?:com|org|net|uk|io|me|info|co|gg|tv|app|page|link|online|blog|site)"
"""The name of a host alone."""
HANDLE = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,38}[A-Za-z0-9_])"
"""A name that somebody goes by."""
AT = f"(?<![A-Za-z0-9._%+@/-])@{HANDLE}"
"""The same behind an @ that is no e-mail address."""
