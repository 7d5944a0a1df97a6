"""Words that name no job and no skill are not linked, however near their letters are; real ones still are."""

from __future__ import annotations

import pytest

from matcher.desk.linkers import make_linker
from matcher.embedding.ngram import NgramEmbedder
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.schema import Kind


@pytest.fixture(scope="module")
def linkers() -> dict[Kind, Linker]:
    kinds: tuple[Kind, ...] = ("occupation", "skill")
    embedder, folder = NgramEmbedder.load(), find_vocabularies()
    return {kind: make_linker(load_vocabulary(kind, folder), embedder, None) for kind in kinds}


_NO_JOBS = """
    vigilia | portiere della nazionale | ex tossicodipendente | pubblico | OSI | Mercato San Severino | treno | per
    patente n. U1B23456C | diplomata al liceo nel 1979 | mio padre muratore | figlio di falegname | cittadino ucraino
    videogiochi | geografia | perfetto | intervista | scrivania | mi chiamo Giovanni | raider | busta paga | Modena
    grazie mille | amo cucinare"""
_NO_SKILLS = (
    "mattina | Natale | cuore | creatura | periferia | ex tossicodipendente | mamma | vacanze | partito"
)


def _listed(table: str) -> list[str]:
    return [text.strip() for line in table.splitlines() for text in line.split("|") if text.strip()]


@pytest.mark.parametrize("text", _listed(_NO_JOBS))
def test_what_names_no_job_is_never_linked(linkers: dict[Kind, Linker], text: str) -> None:
    [found] = linkers["occupation"].link([text])
    assert found.concept is None, found


@pytest.mark.parametrize("text", _listed(_NO_SKILLS))
def test_what_names_no_skill_is_never_linked(linkers: dict[Kind, Linker], text: str) -> None:
    [found] = linkers["skill"].link([text])
    assert found.concept is None, found


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("cassa", "5230.cashier"),
        ("guardaroba", "9629.cloakroom_attendant"),
        ("camerire ai tavoli", "5131.waiter"),
        ("patente C autista", "8332.truck_driver_c"),
        ("avvocato difensore", "2611.lawyer"),
        ("maschera", "9629.cloakroom_attendant"),
        ("prefetto", "1112.prefect"),
        ("infermire", "2221.nurse"),
    ],
)
def test_real_titles_of_the_same_words_still_are(
    linkers: dict[Kind, Linker], title: str, concept: str
) -> None:
    [found] = linkers["occupation"].link([title])
    assert (found.concept or found.alternatives[0].concept).partition(".")[0] == concept.partition(".")[0], (
        found
    )


def test_a_slip_of_one_word_alone_is_asked_about(linkers: dict[Kind, Linker]) -> None:
    [found] = linkers["occupation"].link(["raider"])
    assert found.ambiguous
    assert found.alternatives[0].concept == "9621.bike_rider"
