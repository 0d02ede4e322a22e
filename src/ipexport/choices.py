"""The message for a word that was asked for and does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from ipexport.errors import RequestError


def unknown(kind: str, word: str, known: Iterable[str]) -> RequestError:
    """Names the nearest known word, and all of them. `kind` is what the word stands for."""
    from difflib import get_close_matches  # only a mistake pays for it

    names = list(known)
    near = get_close_matches(word.lower(), names, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return RequestError(f"unknown {kind} {word!r} ({hint}known: {', '.join(names)})")
