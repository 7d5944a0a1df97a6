"""Which characters a text file is written in, found by reading it, never guessed from the machine."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import InputError

__all__ = ["Encoding", "detect_encoding", "repair"]

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_TWICE_ENCODED = re.compile("Ã[\u00a0-\u00bf]|â€[\u0099\u009c\u009d™œ\u201c]|Â[«»°€]")
#: How the first letters of these begin in UTF-8.
_TWICE_MARKS = ("Ã".encode(), "â".encode(), "Â".encode())
#: A share of the bytes; in a short file a few stray ones, which their rows answer for.
_MOST_CONTROLS, _FEW_CONTROLS = 0.01, 16


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to open a text file.

    Attributes
    ----------
    name : str
        Codec.
    errors : str
        ``replace`` (the row that holds an unreadable character is refused), or ``surrogateescape``
        where a few bytes are of another encoding (see `repair`).
    notice : str
        What staff should know; empty when nothing is unusual.
    """

    name: str
    errors: str = "replace"
    notice: str = ""


def detect_encoding(path: Path) -> Encoding:
    """Return the encoding of a text file: by its mark, else UTF-8 if every byte is, else Windows-1252.

    Raises
    ------
    InputError
        ``E-EXC-004`` if the file holds no text.
    """
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    if name := _unmarked_utf16(sample):
        return Encoding(name)
    if len(_CONTROL.findall(sample)) > max(_FEW_CONTROLS, _MOST_CONTROLS * len(sample)):
        raise InputError(
            "E-EXC-004",
            f"{path.name} non contiene testo leggibile.",
            "Salvalo come CSV (UTF-8), XLSX o JSON Lines.",
        )
    return _by_bytes(path)


def repair(text: str) -> str:
    """Return a text whose stray bytes are read as Windows-1252."""
    return _ESCAPED.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _unmarked_utf16(sample: bytes) -> str:
    pairs = len(sample) // 2
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if pairs and zeros.count(0) > 0.7 * pairs:
            return name
    return ""


def _by_bytes(path: Path) -> Encoding:
    """Return UTF-8 if the whole file is, however long; else count what is and what is not."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    twice = False
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                text = decoder.decode(block)
                if not twice and any(mark in block for mark in _TWICE_MARKS):
                    twice = _TWICE_ENCODED.search(text) is not None
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _mostly(path)
    spoilt = "Il file è stato convertito due volte («Ã¨» al posto di «è»): riesportalo in UTF-8."
    return Encoding("utf-8", notice=spoilt if twice else "")


def _mostly(path: Path) -> Encoding:
    """Return what most characters beyond ASCII are written in, where some are not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    right = wrong = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            text = decoder.decode(block)
            if not text.isascii():
                stray = len(_ESCAPED.findall(text))
                wrong += stray
                right += len(text) - len(text.encode("ascii", "ignore")) - stray
    wrong += len(decoder.decode(b"", final=True))
    if right > wrong:
        mixed = f"{wrong} caratteri non erano in UTF-8 come il resto: sono stati letti come Windows-1252."
        return Encoding("utf-8", "surrogateescape", mixed)
    return Encoding("cp1252")
