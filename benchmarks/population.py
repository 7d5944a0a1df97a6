"""A seeded pool of any size, built straight from arrays: a million people take seconds, not minutes.

The columns, the terms and the vectors are those that a real pool has; only the records behind them are left
out. Wordings follow a long-tailed law, as titles and skills of people do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

import matcher.rules
from matcher.domain.columns import ALL_BITS, CORE_COLUMNS, NO_LIMIT
from matcher.domain.place import Place
from matcher.domain.record import Mention
from matcher.domain.shortlist import Versions
from matcher.domain.vacancy import Requirement, RequirementKind, RequirementLevel, Vacancy
from matcher.embedding.open import open_embedder
from matcher.engine.match import evaluate
from matcher.engine.request import Request, Rules, make_request
from matcher.plugin.gate import Gate
from matcher.plugin.manager import BUILT_IN, load_plugins, register_plugins
from matcher.pool.build import PoolBuilder
from matcher.pool.codes import LICENCE_WORDS, Codes
from matcher.pool.ids import hash_id
from matcher.pool.jagged import Jagged, narrow
from matcher.pool.partition import HELD, TIMED, WANTED, Partition
from matcher.pool.terms import TermTable
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.places import load_places
from matcher.vocabulary.related import load_related

__all__ = ["TODAY", "Bench", "open_bench"]

TODAY = date(2026, 11, 22)
_DAY = (TODAY - date(1970, 1, 1)).days
_KINDS = ("occupation", "skill", "licence", "language", "education", "field", "contract", "schedule")
_VERSIONS = Versions(engine="", pool="", vocabulary="", embedder="", weights="", plugins=())
_JOBS, _SKILLS, _CLAIMS = 3, 10, 1
#: Wordings beside the concepts: a pool holds many that are linked to nothing.
_WORDINGS = {"occupation": 1_000, "skill": 12_000}

Rng = np.random.Generator
Draw = Callable[[int], NDArray[np.int64]]


@dataclass(frozen=True)
class Bench:
    """Vocabularies, rules and term tables, opened once for every size."""

    builder: PoolBuilder
    rules: Rules
    terms: dict[str, TermTable]

    def pool(self, n_rows: int, seed: int = 1) -> Partition:
        """Return a partition of ``n_rows`` candidates, rows in the order of their homes."""
        rng = np.random.default_rng(seed)
        ids = tuple(f"CAND-{number:07}" for number in range(n_rows))
        places = len(self.rules.places)
        homes = np.sort(_long_tailed(rng, places, n_rows, 0.8))
        occupations, skills = self._occupations(rng, n_rows), self._skills(rng, n_rows)
        nobody = _lists(np.zeros(n_rows, dtype=np.int64))
        licences = len(self.rules.codes.licences)
        return Partition(
            side="candidate",
            ids=ids,
            frame=self._with_plugins(_frame(rng, homes, self.rules.codes)),
            expiry=pl.DataFrame(),
            protected=_protected(rng, n_rows),
            occupations=occupations,
            skills=skills,
            workplaces=nobody,
            parties=nobody,
            licences=_lists(
                rng.integers(0, 2, n_rows) * _CLAIMS,
                None,
                lambda n: rng.integers(0, licences, n),
                lambda n: _DAY + rng.integers(-200, 1500, n),
            ),
            permanent=np.where(rng.random((n_rows, 1)) < 0.9, _driving(self.rules.codes), 0),
            vectors=_profiles(rng, self.terms["skill"], skills, n_rows),
            terms=self.terms,
            alive=np.ones(n_rows, dtype=np.bool_),
            id_hashes=np.fromiter(map(hash_id, ids), dtype=np.uint64, count=n_rows),
        )

    def _with_plugins(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add the plugins' own columns as they are where nobody has filled them."""
        own = [
            column
            for owner, column in self.rules.gate.columns.values()
            if owner != BUILT_IN and column.side == "candidate" and column.audience == "professional"
        ]
        return frame.with_columns(pl.lit(None, dtype=column.dtype).alias(column.name) for column in own)

    def vacancy(self, start_by: date | None = None, far: bool = False) -> Vacancy:
        """Return a warehouse vacancy with eight skills, a licence and a place (``far``: work from anywhere)."""
        return Vacancy(
            id="VAC-1",
            title="Carrellista con esperienza di magazzino",
            description="Carico e scarico, preparazione ordini, uso del muletto frontale e retrattile.",
            occupations=(self.mention("occupation", "8344.forklift_driver"),),
            places=() if far else (Place(text="Sassuolo", kind="municipality", code="036040"),),
            remote="remote" if far else "",
            requirements=(
                *(
                    Requirement(
                        kind=RequirementKind.SKILL,
                        level=RequirementLevel.WANTED,
                        mention=self.mention("skill", skill),
                    )
                    for skill in _ASKED
                ),
                Requirement(
                    kind=RequirementKind.LICENCE,
                    level=RequirementLevel.MUST,
                    mention=Mention(text="patente B", concept="B"),
                    confirmed=True,
                ),
            ),
            shifts=("two_shifts",),
            contracts=("fixed_term",),
            weekly_hours_min=40,
            weekly_hours_max=40,
            annual_pay_max=26_000,
            start_by=start_by,
        )

    def request(self, vacancy: Vacancy, size: int = 50) -> Request:
        """Return the request of a vacancy with the default weights."""
        return self.ask(self.builder.vacancies([vacancy]), size)

    def ask(self, side: Partition, size: int = 50, **options: Any) -> Request:
        """Return the request of a partition of one row; ``options`` are further fields of `Request`."""
        weights = {name: component.weight for name, (_, component) in self.rules.gate.components.items()}
        return make_request(side, TODAY, size, weights, _VERSIONS, **options)

    def request_for_share(self, pool: Partition, share: float, size: int = 50) -> Request:
        """Return a request that leaves about ``share`` of the pool eligible, through the day work begins."""
        latest = date.fromordinal(TODAY.toordinal() + 400)
        asked = self.vacancy(latest, far=share > 0.03)
        part = evaluate(pool, self.request(asked), self.rules)
        kept = part.verdicts.eligible
        days = np.sort(pool.frame["start"].gather(kept).to_numpy())
        last = int(days[min(len(days), max(1, round(share * pool.n_rows))) - 1])
        return self.request(
            self.vacancy(date.fromordinal(TODAY.toordinal() + last - _DAY), share > 0.03), size
        )

    def mention(self, kind: str, concept: str) -> Mention:
        """Return a linked mention of a concept."""
        label = self.builder.vocabularies[kind][concept].label()
        return Mention(text=label, concept=concept, method="exact", confidence=1)

    def _occupations(self, rng: Rng, n_rows: int) -> Jagged:
        lengths = 1 + rng.integers(0, 2 * _JOBS, n_rows)
        flags = np.where(np.arange(lengths.sum()) % 4 == 0, WANTED, HELD | TIMED)
        return _lists(
            lengths,
            flags,
            lambda n: _long_tailed(rng, len(self.terms["occupation"]), n),
            lambda n: rng.integers(2, 90, n),
            lambda n: rng.integers(300, 1001, n),
        )

    def _skills(self, rng: Rng, n_rows: int) -> Jagged:
        lengths = rng.integers(0, 2 * _SKILLS + 1, n_rows)
        return _lists(lengths, None, lambda n: _long_tailed(rng, len(self.terms["skill"]), n))


_ASKED = (
    "forklift_operation",
    "reach_truck_operation",
    "order_picking",
    "warehouse_operations",
    "inventory_management",
    "barcode_scanner",
    "voice_picking",
    "logistics",
)


def open_bench(all_plugins: bool = False) -> Bench:
    """Open the bundled vocabularies and model, with the built-in rules alone or every installed plugin."""
    folder = find_vocabularies()
    vocabularies = Vocabularies(
        {kind: load_vocabulary(kind, folder) for kind in _KINDS}, load_places(folder), load_related(folder)
    )
    codes, embedder = Codes.of(vocabularies), open_embedder()
    gate = Gate(load_plugins() if all_plugins else register_plugins([("rules", "0", matcher.rules)]))
    builder = PoolBuilder(
        vocabularies, codes, embedder, lambda side, owners: gate.data.pool_columns(side, owners, {})
    )
    terms = {kind: _terms(builder, kind) for kind in ("occupation", "skill")}
    return Bench(builder, Rules(gate, codes, vocabularies.places), terms)


def _terms(builder: PoolBuilder, kind: str) -> TermTable:
    """Return every concept, and wordings near one of them, in a fixed random order of popularity."""
    rng = np.random.default_rng(7)
    concepts = builder.vocabularies[kind].concepts
    texts = [concept.label() for concept in concepts]
    vectors = builder.embedder.encode(texts)
    near = rng.integers(0, len(concepts), _WORDINGS[kind])
    noise = rng.normal(0, 8, (len(near), vectors.shape[1]))
    wordings = _unit(vectors[near] + noise)
    order = rng.permutation(len(concepts) + len(near))
    keys = [concept.id for concept in concepts] + [f"~{number}" for number in range(len(near))]
    groups = [int(concept.isco or -1) for concept in concepts] + [-1] * len(near)
    shown = texts + [f"{texts[one]} {number}" for number, one in enumerate(near)]
    ancestors = [frozenset(concept.broader) for concept in concepts] + [frozenset[str]()] * len(near)
    return TermTable(
        tuple(keys[n] for n in order),
        tuple(shown[n] for n in order),
        np.concatenate([vectors, wordings])[order],
        np.asarray(groups, dtype=np.int32)[order],
        tuple(ancestors[n] for n in order),
        builder.vocabularies.related,
    )


def _frame(rng: Rng, homes: NDArray[np.int64], codes: Codes) -> pl.DataFrame:
    n_rows = len(homes)

    def some(share: float, values: NDArray[np.int64]) -> NDArray[np.float64] | list[int | None]:
        return np.where(rng.random(n_rows) < share, values, -1)

    shifts = [
        codes.limit_bits("shifts", chosen) for chosen in (None, ("two_shifts",), ("day",), ("morning",))
    ]
    contracts = [codes.limit_bits("contracts", chosen) for chosen in (None, ("fixed_term", "permanent"))]
    filled = {
        "place": homes,
        "max_km": some(0.97, rng.choice([10, 20, 30, 50, 80, NO_LIMIT], n_rows)),
        "own_vehicle": some(0.95, rng.integers(0, 2, n_rows)),
        "max_hours": rng.choice([40, 48, NO_LIMIT], n_rows),
        "min_hours": rng.choice([0, 20, 40], n_rows),
        "shifts": some(0.97, rng.choice(shifts, n_rows, p=[0.6, 0.34, 0.03, 0.03])),
        "days": np.full(n_rows, ALL_BITS),
        "contracts": rng.choice(contracts, n_rows),
        "travel": some(0.8, rng.integers(0, 8, n_rows)),
        "start": _DAY + rng.permutation(n_rows) * 360 // max(n_rows, 1),
        "min_pay": some(0.97, rng.integers(0, 27_000, n_rows)),
        "licences_known": np.ones(n_rows, dtype=np.int64),
        "languages_known": rng.integers(0, 2, n_rows),
        "italian": some(0.3, rng.integers(1, 7, n_rows)),
        "work_known": np.ones(n_rows, dtype=np.int64),
        "eqf": some(0.9, rng.integers(0, 8, n_rows)),
        "eqf_at_most": np.full(n_rows, 7),
        "fields": some(0.9, 1 << rng.integers(0, 20, n_rows)),
        "languages_0": rng.integers(0, 2**60, n_rows),
        **{f"languages_{word}": np.zeros(n_rows, dtype=np.int64) for word in (1, 2, 3)},
        "soft_max_km": some(0.2, rng.integers(5, 60, n_rows)),
        "soft_shifts": some(0.1, rng.choice(shifts, n_rows)),
        "refused_sectors": np.zeros(n_rows, dtype=np.int64),
        "status": (rng.random(n_rows) < 0.02).astype(np.int64),
    }
    columns = [c for c in CORE_COLUMNS if c.side == "candidate" and c.audience == "professional"]
    made = []
    for column in columns:
        values = filled.get(column.name)
        if values is None:
            made.append(pl.Series(column.name, [None], dtype=column.dtype).new_from_index(0, n_rows))
            continue
        whole = pl.Series(column.name, values, dtype=pl.Int64)
        known = whole.set(whole < 0, None)
        made.append(known.cast(column.dtype))
    return pl.DataFrame(made).rechunk()


def _protected(rng: Rng, n_rows: int) -> pl.DataFrame:
    columns = [c for c in CORE_COLUMNS if c.side == "candidate" and c.audience == "protected"]
    empty = {c.name: pl.Series(c.name, [None], dtype=c.dtype).new_from_index(0, n_rows) for c in columns}
    empty["birth_day"] = pl.Series("birth_day", _DAY - rng.integers(7_000, 22_000, n_rows), dtype=pl.Int32)
    return pl.DataFrame(list(empty.values()))


def _driving(codes: Codes) -> NDArray[np.int64]:
    return np.asarray(codes.licence_words(codes.licence_closure["B"]), dtype=np.int64).reshape(
        1, LICENCE_WORDS
    )


def _profiles(rng: Rng, terms: TermTable, skills: Jagged, n_rows: int) -> NDArray[np.int8]:
    found = np.zeros((n_rows, terms.vectors.shape[1]), dtype=np.int8)
    for start in range(0, n_rows, 100_000):
        rows = min(100_000, n_rows - start)
        chosen = rng.integers(0, len(terms), (rows, 3))
        summed = terms.vectors[chosen].sum(axis=1, dtype=np.int64)
        found[start : start + rows] = _unit(summed.astype(np.float32))
    return found


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.int8]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.rint(vectors * (127.0 / np.maximum(norms, 1e-9))).astype(np.int8)


def _long_tailed(rng: Rng, n_values: int, n: int, exponent: float = 0.9) -> NDArray[np.int64]:
    """Draw values whose share falls with their rank (Zipf)."""
    shares = 1.0 / np.arange(1, n_values + 1) ** exponent
    edges = np.cumsum(shares / shares.sum())
    return np.minimum(np.searchsorted(edges, rng.random(n)), n_values - 1)


def _lists(
    lengths: NDArray[np.int64],
    flags: NDArray[np.int64] | None = None,
    items: Draw | None = None,
    weights: Draw | None = None,
    factors: Draw | None = None,
) -> Jagged:
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    n = int(offsets[-1])
    return Jagged(
        offsets,
        (items(n) if items else np.zeros(n)).astype(np.int32),
        narrow((weights(n) if weights else np.zeros(n)).astype(np.int32)),
        np.full(n, HELD, dtype=np.uint8) if flags is None else flags.astype(np.uint8),
        narrow((factors(n) if factors else np.full(n, 1000)).astype(np.int32)),
    )
