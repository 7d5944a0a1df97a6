"""How much a phrase is wanted: modal words, negations and exclusions around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, cast, get_args

from matcher.text.folding import fold_word, folded_set
from matcher.text.normalise import Token, fold_tokens, tokenise
from matcher.vocabulary.clauses import Clause
from matcher.vocabulary.table import Complaints, read_rows

__all__ = ["Level", "Modals", "Polarity", "denies_need", "level_of", "polarity", "read_modals"]

Level = Literal["must", "strongly_wanted", "wanted", "must_not", "none", "ask", ""]
Polarity = Literal["required", "negated", "excluded"]

_DENIALS = folded_set("non not no nessun nessuna senza without n't ne neanche privo sprovvisto")
_EXCLUSIONS = folded_set(
    "no niente escluso esclusi esclusa escluse eccetto tranne astenersi except excluding"
)
_ASKED = folded_set(
    """richiesto richiesta richiede necessario indispensabile obbligatorio serve servono occorre occorrono previsto
    fondamentale essenziale required needed necessary mandatory essential require requires"""
)
_NOT_ONLY = folded_set("solo soltanto only appena meno")
# *Non ho esperienza con SAP*, *no knowledge of SAP*: words that may stand between a denial and what it denies.
_HELD = folded_set(
    """ho ha abbiamo avere possiedo possiede possedere conosco conosce so sa uso esperienza conoscenza competenza
    dimestichezza particolare precedente pregresso diretto alcuno have has had any experience knowledge familiarity
    skill prior previous direct working cerco cerca cerchiamo cercano ricerchiamo vogliamo esperto candidato profilo
    figura"""
)
_REACH = 4
_EXPERIENCE = re.compile(r"esperien|experience|occupazion|impiego|first job|qualificati|formazione|training")


class Modals:
    """Words that say how much something is wanted.

    Parameters
    ----------
    levels : mapping of str to level
        Phrase as people write it (``titolo preferenziale``, ``indispensabile``) to its level.
    """

    def __init__(self, levels: Mapping[str, Level]) -> None:
        self._levels: dict[tuple[str, ...], Level] = {}
        for phrase, level in levels.items():
            key = tuple(token.text for token in fold_tokens(tokenise(phrase)))
            if key:
                self._levels[key] = level
        self._longest = max(map(len, self._levels), default=0)
        self.words = frozenset(word for key in self._levels for word in key)

    def find(self, words: Sequence[Token]) -> list[tuple[int, int, Level]]:
        """Return ``(first, last, level)`` of each modal phrase among folded words, the longest first; a denied
        one (*non indispensabile*) is passed over."""
        found: list[tuple[int, int, Level]] = []
        place = 0
        while place < len(words):
            for size in range(min(self._longest, len(words) - place), 0, -1):
                level = self._levels.get(tuple(token.text for token in words[place : place + size]))
                if level is not None:
                    before = {token.text for token in words[max(0, place - 2) : place]}
                    if level in ("none", "must_not") or not before & _DENIALS:
                        found.append((place, place + size, level))
                    place += size - 1
                    break
            place += 1
        return found


def read_modals(path: Path) -> Modals:
    """Read the table of modal words.

    Parameters
    ----------
    path : Path
        CSV with the columns ``phrase`` and ``level``. Phrases about experience are left to ``find_experience``.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` or ``E-VOC-103`` when it is no such table, ``E-VOC-104`` when a level is unknown.
    """
    known = get_args(Level)
    complaints = Complaints()
    levels: dict[str, Level] = {}
    for number, row in read_rows(path, ("phrase", "level")):
        if row["level"] not in known:
            complaints.add(path, number, f"«{row['level']}» non è un livello")
        elif not _EXPERIENCE.search(row["phrase"]):
            levels[row["phrase"]] = cast(Level, row["level"])
    complaints.raise_any()
    return Modals(levels)


def level_of(clauses: Sequence[Clause], index: int, first: int, last: int, modals: Modals) -> Level:
    """Return the level that the words give to folded words ``first`` to ``last`` of clause ``index``.

    A modal of the same clause decides (the nearest before the words, else the nearest after); else one that follows
    alone (*Laurea (L-19), obbligatoria*); else the last one that opens an earlier clause of the same sentence
    (*Richiesti diploma, patente B e inglese*). *Preferibile ma non indispensabile* is preferable; *esclusi i candidati
    senza patente* makes the licence a must.
    """
    words = clauses[index].folded
    here = modals.find(words)
    before = [modal for modal in here if modal[1] <= first]
    after = [modal for modal in here if modal[0] >= last]
    inside = [modal for modal in here if first <= modal[0] and modal[1] <= last]
    if (
        before
        and before[-1][2] == "none"
        and len(before) > 1
        and before[-2][2] in ("strongly_wanted", "wanted")
    ):
        before.pop()
    for modal in (*inside[:1], *before[-1:], *after[:1]):
        excludes_lack = modal[2] == "must_not" and _denied([word.text for word in words[modal[1] : first]])
        return "must" if excludes_lack else modal[2]
    if alone := _follows_alone(clauses, index, modals):
        return alone
    for earlier in reversed(range(index)):
        if _is_of_another(clauses, earlier, modals) and not clauses[index].bracketed:
            continue
        if clauses[earlier].sentence != clauses[index].sentence or clauses[earlier + 1].turns:
            break
        leading = modals.find(clauses[earlier].folded)
        if leading and (leading[0][0] == 0 or clauses[earlier].heading):
            return leading[-1][2]
    return ""


def _follows_alone(clauses: Sequence[Clause], index: int, modals: Modals) -> Level:
    """Return the level of a clause that is a modal alone, right after this one or after what stands in brackets."""
    for later in clauses[index + 1 :]:
        if later.sentence != clauses[index].sentence:
            break
        if alone := _alone(later, modals):
            return alone
        if not later.bracketed:
            break
    return ""


def _is_of_another(clauses: Sequence[Clause], index: int, modals: Modals) -> bool:
    """Say whether the level that a clause gives is of the one before it alone (*patente B (obbligatoria)*)."""
    follows = index > 0 and clauses[index - 1].sentence == clauses[index].sentence
    return clauses[index].bracketed or (follows and bool(_alone(clauses[index], modals)))


def _alone(clause: Clause, modals: Modals) -> Level:
    """Return the level of a clause that is a modal and nothing else; empty for any other."""
    found = modals.find(clause.folded)
    return found[0][2] if found and found[0][:2] == (0, len(clause.folded)) and not clause.heading else ""


def polarity(clause: Clause, first: int, last: int) -> Polarity:
    """Say whether folded words ``first`` to ``last`` of a clause are asked for, said not to be needed, or shut out.

    *Non è richiesta la patente* is negated; *no call center* and *esclusi venditori* are excluded.
    """
    words = clause.folded
    before = [token.text for token in words[max(0, first - _REACH) : first]]
    after = [token.text for token in words[last : last + _REACH]]
    if _denied(before) and _asks(before):
        return "negated"
    if after and after[0] in _DENIALS and _asks(after):
        return "negated"
    nearest = before[-2:]
    if any(word in _EXCLUSIONS and _denied(before[place + 1 :]) for place, word in enumerate(before)):
        return "required"
    if any(word in _EXCLUSIONS for word in nearest):
        return "excluded"
    if _denied(nearest) and not set(nearest) & _NOT_ONLY:
        return "negated"
    denials = [place for place, word in enumerate(before) if word in _DENIALS]
    return "negated" if denials and set(before[denials[-1] + 1 :]) <= _HELD else "required"


def denies_need(clause: Clause, first: int) -> bool:
    """Say whether what is denied before folded word ``first`` is the need (*ma non indispensabile*), not the thing."""
    before = [token.text for token in clause.folded[max(0, first - _REACH) : first]]
    return _denied(before) and _asks(before)


def _denied(words: Sequence[str]) -> bool:
    return any(word in _DENIALS for word in words)


def _asks(words: Sequence[str]) -> bool:
    return any(word in _ASKED or fold_word(re.sub(r"\*\Z", "a", word)) in _ASKED for word in words)
