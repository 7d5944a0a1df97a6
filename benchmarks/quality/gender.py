"""How far the shortlists of a masculine title and of its feminine form agree."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Hashable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.protocol import Embedder

__all__ = ["gender_table", "overlap", "pairs_known", "pairs_unknown"]

_PERSISTENCE = 0.9
_HEADS = [
    "saldatore/saldatrice",
    "cameriere/cameriera",
    "addetto/addetta",
    "operaio/operaia",
    "cuoco/cuoca",
    "impiegato/impiegata",
    "sarto/sarta",
    "tornitore/tornitrice",
    "infermiere/infermiera",
    "magazziniere/magazziniera",
    "commesso/commessa",
    "segretario/segretaria",
    "educatore/educatrice",
    "muratore/muratrice",
    "parrucchiere/parrucchiera",
    "verniciatore/verniciatrice",
    "pasticciere/pasticciera",
    "meccanico/meccanica",
    "tecnico/tecnica",
    "direttore/direttrice",
    "ispettore/ispettrice",
    "consulente/consulente",
    "restauratore/restauratrice",
    "psicologo/psicologa",
    "architetto/architetta",
    "avvocato/avvocata",
    "professore/professoressa",
    "maestro/maestra",
    "bracciante/bracciante",
    "giardiniere/giardiniera",
    "fornaio/fornaia",
    "macellaio/macellaia",
    "casaro/casara",
    "portiere/portiera",
    "custode/custode",
    "idraulico/idraulica",
    "elettricista/elettricista",
    "montatore/montatrice",
    "collaudatore/collaudatrice",
    "programmatore/programmatrice",
]
_RARE = [
    "navale",
    "notturno/notturna",
    "di~droni",
    "di~scafi~in~alluminio",
    "esterno/esterna",
    "per~allestimenti~fieristici",
    "specializzato/specializzata~in~resine",
    "di~scenografie~virtuali",
    "volontario/volontaria",
    "qualificato/qualificata~di~bottega",
]


def overlap(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Rank-biased overlap of two lists of equal length (persistence 0.9), scaled so that equal lists give 1."""
    weights = _PERSISTENCE ** np.arange(len(one))
    agreement = [len(set(one[:depth]) & set(other[:depth])) / depth for depth in range(1, len(one) + 1)]
    return float((weights * agreement).sum() / weights.sum())


def gender_table(model: Embedder, data: Path, vocabularies: Path) -> str:
    """Markdown table: cosine and overlap of the ten nearest ESCO labels, for titles known and unknown."""
    labels = _esco_labels(data)
    corpus = model.encode(labels).astype(np.float32)
    lines = [
        "| Gender pairs | Pairs | Same vector | Cosine, mean | Cosine, least | Overlap of the top 10 |",
        "|---|---|---|---|---|---|",
    ]
    for name, pairs in (
        ("in our vocabulary", pairs_known(vocabularies)),
        ("in no vocabulary", pairs_unknown()),
    ):
        same, cosines, agreed = _agreement(model, corpus, pairs)
        row = f"| {name} | {len(pairs)} | {same:.1%} | {cosines.mean():.4f} | {cosines.min():.4f} "
        lines.append(f"{row}| {agreed.mean():.4f} |")
    return "\n".join(lines)


def _agreement(
    model: Embedder, corpus: NDArray[np.float32], pairs: Sequence[tuple[str, str]]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    first = model.encode([pair[0] for pair in pairs]).astype(np.float32)
    second = model.encode([pair[1] for pair in pairs]).astype(np.float32)
    norms = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    cosines = (first * second).sum(axis=1) / np.maximum(norms, 1)
    one, other = (np.argsort(-(side @ corpus.T), axis=1, kind="stable")[:, :10] for side in (first, second))
    agreed = [overlap(a.tolist(), b.tolist()) for a, b in zip(one, other, strict=True)]
    same = float((first == second).all(axis=1).mean())
    return same, cosines.astype(np.float64), np.array(agreed)


def pairs_known(vocabularies: Path) -> list[tuple[str, str]]:
    """Masculine and feminine titles of our vocabulary, where they differ."""
    found = []
    for path in sorted((vocabularies / "occupations").glob("isco-*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                written = [f"{row['label_m']}/{row['label_f']}", *row["alt_it"].split("|")]
                found += [_sides(title) for title in written if title.count("/") == 1]
    return [pair for pair in dict.fromkeys(found) if pair[0] != pair[1]]


def pairs_unknown() -> list[tuple[str, str]]:
    """Everyday heads with rare complements: titles that stand in no vocabulary."""
    composed = []
    for head in _HEADS:
        for rare in _RARE:
            one, other = _sides(head)
            masculine, feminine = _sides(rare.replace("~", " ")) if "/" in rare else (rare, rare)
            if "/" in rare:
                tail = rare.partition("/")[2].partition("~")[2].replace("~", " ")
                masculine = f"{masculine} {tail}".strip()
            composed.append((f"{one} {masculine}".replace("~", " "), f"{other} {feminine}".replace("~", " ")))
    return [pair for pair in composed if pair[0] != pair[1]]


def _sides(title: str) -> tuple[str, str]:
    masculine, _, feminine = title.partition("/")
    return masculine, feminine


def _esco_labels(data: Path) -> list[str]:
    with gzip.open(data / "esco" / "occupations.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return sorted({name for row in rows for name in [row["label_it"], *(row["alt_it"] or [])] if name})
