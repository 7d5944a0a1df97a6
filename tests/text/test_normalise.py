"""Folding of case, accents, gender and number; technical names keep their identity."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.text.abbreviations import read_abbreviations
from matcher.text.normalise import fold_key, fold_text, fold_tokens, normalise, read_words, tokenise

ABBREVIATIONS = read_abbreviations(Path(__file__).parents[2] / "vocabularies" / "words" / "abbreviations.csv")


@pytest.mark.parametrize(
    "forms",
    [
        "addetto addetta addetti addette addetto/a addetta/o addett* addettə ADDETTO addetto(a) addetto-a",
        "saldatore saldatrice saldatori saldatrici saldatore/trice saldatore/saldatrice",
        "cameriere cameriera camerieri cameriere/a cameriera/cameriere",
        "infermiere infermiera infermieri infermiere/a infermieri/e infermier*",
        "educatore educatrice educatori educatrici educatore/trice educatore/-trice",
        "direttore direttrice direttori direttrici",
        "studente studentessa studenti studentesse",
        "professore professoressa professori",
        "dottore dottoressa dottori",
        "commesso commessa commessi commesso/a",
        "operaio operaia operai operaie operaio/a operaio-a",
        "segretario segretaria segretari segretarie",
        "impiegato impiegata impiegato/impiegata impiegati",
        "cuoco cuoca cuochi cuoche",
        "tecnico tecnica tecnici tecniche",
        "psicologo psicologa psicologi psicologhe",
        "medico medica medici mediche",
        "barista baristi bariste",
        "avvocato avvocata avvocatessa avvocati",
        "artigiano artigiana artigiani",
        "pasticciere pasticciera pasticcieri",
        "insegnante insegnanti",
        "bibliotecario bibliotecaria bibliotecarie",
        "driver drivers",
        "nurse nurses",
        "secretary secretaries",
    ],
)
def test_forms_of_one_word_share_a_key(forms: str) -> None:
    assert len({fold_key(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("segretario", "segreteria"),
        ("cassa", "casse"),
        ("banca", "banco"),
        ("posta", "posto"),
        ("stampa", "stampo"),
        ("pesca", "pesce"),
        ("farmacia", "farmaco"),
        ("psicologia", "psicologo"),
        ("economia", "economo"),
        ("muratore", "muratura"),
        ("saldatore", "saldatura"),
        ("sales", "sale"),
        ("care", "car"),
        ("C", "C++"),
        ("C", "C#"),
        ("C++", "C#"),
        (".NET", "net"),
        ("Java", "JavaScript"),
        ("js", "vue.js"),
        ("Node.js", "js"),
        ("OSS", "OSA"),
        ("RLS", "RSPP"),
        ("contabile", "non contabile"),
        ("esperienza", "senza esperienza"),
        ("patente", "patente A"),
        ("patente B", "patente BE"),
        ("patente C", "patente CE"),
        ("commessa", "responsabile di commessa"),
        ("responsabile commesso", "responsabile di commessa"),
        ("operatore saldatore", "operatore saldatrice"),
        ("addetto fresatore", "addetto alla fresatrice"),
        ("cameriera ai piani", "cameriera di sala"),
        ("capo partita", "capo reparto"),
        ("CQC merci", "CQC persone"),
    ],
)
def test_different_meanings_keep_different_keys(first: str, second: str) -> None:
    assert fold_key(first) != fold_key(second)


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("Addetta alle vendite", "ADDETTI VENDITA"),
        ("operatrice all’infanzia", "operatore infanzia"),
        ("responsabile qualita'", "responsabile qualità"),
        ("O.S.S.", "OSS"),
        ("R.S.P.P.", "rspp"),
        ("F-Gas", "fgas"),
        ("e-commerce", "ecommerce"),
        ("direttrice di mensa", "direttore della mensa"),
        ("tecnica installatrice", "tecnico installatore"),
        ("  cuoco\t", "cuoco"),
        ("perche\u0301", "perché"),
        ("ＣＵＯＣＯ", "cuoco"),
    ],
)
def test_spelling_does_not_count(text: str, same_as: str) -> None:
    assert fold_key(text) == fold_key(same_as)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C, C++, C#, .NET, ASP.NET, Node.js, R e Go", "c c++ c# .net asp.net node.js r e go"),
        ("disegno 3D, CNC, R&D", "disegno 3d cnc r&d"),
        ("patente B/BE", "patente b be"),
        ("addetto/a", "addetto"),
        ("operator* call center", "operatore call center"),
        ("driver's licence", "driver licence"),
        ("", ""),
        ("--- ...", ""),
    ],
)
def test_normalise_keeps_marks_that_carry_meaning(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("short", "written_out"),
    [
        ("op. macch. CNC", "operatore macchine CNC"),
        ("resp. amm.vo", "responsabile amministrativo"),
        ("Resp.amm.vo", "responsabile amministrativo"),
        ("add. pulizie", "addetto alle pulizie"),
        ("imp. amm.", "impiegata amministrativa"),
        ("mag.", "magazziniere"),
        ("add. mag.", "addetto al magazzino"),
        ("aut. pat. C", "autista patente C"),
        ("tecn. imp.", "tecnico impianti"),
        ("ass. sociale", "assistente sociale"),
        ("geom. di cantiere", "geometra di cantiere"),
        ("ing. meccanico", "ingegnere meccanico"),
    ],
)
def test_abbreviations_are_written_out(short: str, written_out: str) -> None:
    assert fold_key(short, ABBREVIATIONS) == fold_key(written_out)


def test_a_word_without_full_stop_is_no_abbreviation() -> None:
    assert fold_key("art director off site", ABBREVIATIONS) == "art director off sit*"


@given(st.text(max_size=60))
def test_normalise_is_idempotent_on_its_own_words(text: str) -> None:
    once = normalise(text)
    assert normalise(once).split() == normalise(normalise(once)).split()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text


@given(
    st.lists(st.sampled_from(["addetta", "perché", "è", "qualità", "operaie", "già", "cuoche"]), min_size=1)
)
def test_composed_and_decomposed_letters_are_equal(words: list[str]) -> None:
    text = " ".join(words)
    assert fold_key(unicodedata.normalize("NFD", text)) == fold_key(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aeiocdlrstpntABC àè'’/.-+*(1", max_size=40))
def test_the_words_alone_are_those_of_the_tokens(text: str) -> None:
    assert read_words(text) == [token.text for token in tokenise(text)]
    assert fold_text(text) == [token.text for token in fold_tokens(tokenise(text))]


def test_a_letter_that_is_a_name_stays_in_the_folded_words() -> None:
    assert fold_text("patente B E")[-1] == "e"
    assert fold_text("patente B e attestato")[-1] == fold_text("attestato")[0]
    assert "e" not in fold_text("patente B e attestato")
