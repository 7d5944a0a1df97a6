"""Turn a trained table into the integer weights that the package reads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.features import FEATURES_VERSION

__all__ = ["export"]

_TOP_SCALE = 65_535


def export(table: NDArray[np.float32], folder: Path, name: str) -> str:
    """Write table.npy, scale.npy and model.json.

    Parameters
    ----------
    table : ndarray of float32, shape (buckets, dimensions)
        One row per bucket; only the ratios between values matter.
    folder : Path
        Made if missing; files in it are replaced.
    name : str
        Name and version, the first part of the model's id.

    Returns
    -------
    str
        SHA-256 of the features' version, the table and the scale.
    """
    peaks = np.abs(table).max(axis=1)
    unit = max(float(peaks.max()) / _TOP_SCALE, 1e-12)
    scale = np.maximum(np.rint(peaks / unit), 1).astype(np.uint16)
    rows = np.rint(table * (127.0 / unit / scale[:, None])).clip(-127, 127).astype(np.int8)
    digest = hashlib.sha256(f"features {FEATURES_VERSION}".encode())
    digest.update(rows.tobytes())
    digest.update(scale.tobytes())
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "table.npy", rows)
    np.save(folder / "scale.npy", scale)
    card = {"name": name, "features": FEATURES_VERSION, "sha256": digest.hexdigest()}
    (folder / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return digest.hexdigest()
