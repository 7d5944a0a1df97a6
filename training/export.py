"""Turn a trained table into the integer weights that the package reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.features import FEATURES_VERSION
from matcher.embedding.spelling import slip_index

__all__ = ["export"]

_TOP_SCALE = 65_535


def export(table: NDArray[np.float32], known: Sequence[str], folder: Path, name: str) -> str:
    """Write table.npy, scale.npy, words.txt, slips.npy and model.json.

    Parameters
    ----------
    table : ndarray of float32, shape (buckets, dimensions)
        One row per bucket; only the ratios between values matter.
    known : sequence of str
        Canonical words that mistyped ones are read as, the commonest first.
    folder : Path
        Made if missing; files in it are replaced.
    name : str
        Name and version, the first part of the model's id.

    Returns
    -------
    str
        SHA-256 of the features' version, the table, the scale and the words.
    """
    peaks = np.abs(table).max(axis=1)
    unit = max(float(peaks.max()) / _TOP_SCALE, 1e-12)
    scale = np.maximum(np.rint(peaks / unit), 1).astype(np.uint16)
    rows = np.rint(table * (127.0 / unit / scale[:, None])).clip(-127, 127).astype(np.int8)
    digest = hashlib.sha256(f"features {FEATURES_VERSION}".encode())
    digest.update(rows.tobytes())
    digest.update(scale.tobytes())
    digest.update("\n".join(known).encode())
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "table.npy", rows)
    np.save(folder / "scale.npy", scale)
    np.save(folder / "slips.npy", slip_index(known))
    (folder / "words.txt").write_text("\n".join(known), encoding="utf-8")
    card = {"name": name, "features": FEATURES_VERSION, "sha256": digest.hexdigest()}
    (folder / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return digest.hexdigest()
