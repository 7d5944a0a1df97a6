"""A month of a job centre: who works there, the files that come in, what becomes of each vacancy.

Each vacancy has a story, a generator that takes one step of the desk after another and yields when the day is
over; whoever runs the stories decides what a day is. Every step that a story takes is also written down, so
that the log can be held against it.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Any, Protocol

__all__ = ["CLERKS", "STORIES", "Answer", "Case", "Desk", "prepare_files", "story_of"]

#: Operator -> role, office; the supervisor registers the others.
CLERKS = {
    "anna": ("operatore del mercato del lavoro", "CPI di Modena"),
    "bruno": ("operatore del mercato del lavoro", "CPI di Modena"),
    "carla": ("operatore con competenze specialistiche", "CPI di Carpi"),
    "piero": ("consulente dell'agenzia partner", "Agenzia Beta"),
}
SIZE = 3
NOT_FREE = "E-FLW-012"
Step = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Desk(Protocol):
    """Runs the command as one of the clerks; ``mark`` tells whether a step that was cut off had been taken."""

    def __call__(self, clerk: str, *words: str, mark: Callable[[], Any] | None = None) -> Answer: ...


class Hires:
    """The hires that the clerks are writing: the person is free for the others' lists when it is done."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._open = 0
        self._done = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Write a hire, up to setting the person free."""
        with self._changed:
            self._open += 1
        try:
            yield
        finally:
            with self._changed:
                self._open -= 1
                self._done += 1
                self._changed.notify_all()

    @property
    def done(self) -> int:
        """How many are written."""
        with self._changed:
            return self._done

    def wait(self, since: int) -> bool:
        """Wait for one that was open to be done; return whether one was done after ``since``."""
        with self._changed:
            self._changed.wait_for(lambda: self._done > since or not self._open, 60)
            return self._done > since


@dataclass
class Case:
    """A vacancy in the hands of a clerk, with what the log has to say of it in the end."""

    desk: Desk
    clerk: str
    vacancy: str
    hires: Hires
    rosa: str = ""
    people: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    outcomes: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    sent: bool = False

    def run(self, *words: str) -> Answer:
        """Take a step that has to succeed, once whoever was just hired elsewhere is set free again."""
        done = self.hires.done
        answer = self.desk(self.clerk, *words, mark=self.standing)
        while answer.err.startswith(NOT_FREE) and self.hires.wait(done):
            done = self.hires.done
            answer = self.desk(self.clerk, *words, mark=self.standing)
        assert answer.code == 0, (self.clerk, words, answer.err)
        return answer

    def standing(self) -> Any:
        """Return where the vacancy stands: another one after every step."""
        if not self.rosa:
            listed = self.desk(self.clerk, "shortlists", "--vacancy", self.vacancy, "--format", "json")
            return [one["id"] for one in listed.json]
        shown = self.show()
        return shown["version"], shown["vacancy_state"], len(shown["documents"])

    def show(self) -> Any:
        return self.desk(self.clerk, "rosa", "show", self.rosa, "--format", "json").json

    def propose(self) -> None:
        self.run("shortlist", self.vacancy, "--size", str(SIZE), "--format", "json")
        listed = self.desk(self.clerk, "shortlists", "--vacancy", self.vacancy, "--format", "json").json
        assert len(listed) == 1, "one shortlist, however often the command was cut off"
        self.rosa = listed[0]["id"]
        self.people = [one["id"] for one in self.show()["people"]]

    def ask(self, *people: str) -> None:
        chosen = [word for person in people for word in ("--candidate", person)]
        self.run("availability", "request", self.rosa, *chosen)
        if not self.answers:
            self.steps.append(("verify", ""))
        asked = people or [one for one in self.people if one not in self.answers]
        self.steps += [("request", one) for one in asked]
        self.answers.update(dict.fromkeys(asked, ""))

    def answer(self, person: str, said: str, *more: str, becomes: str = "") -> None:
        agreed = ("--adesione",) if said == "disponibile" else ()
        self.run("availability", "answer", self.rosa, person, said, *agreed, *more)
        self.note_answer(person, becomes or said)

    def note_answer(self, person: str, state: str) -> None:
        """Write down an answer as the state that it leads to."""
        self.steps.append((state, person))
        self.answers[person] = state

    def approve(self) -> None:
        self.run("approve", self.rosa)
        self.steps.append(("approve", ""))

    def refer(self) -> None:
        available = [one for one, said in self.answers.items() if said == "disponibile"]
        held = {one["id"] for one in self.show()["people"] if one["state"] == "disponibile"}
        self.run("refer", self.rosa, "--as", "json", "-o", f"inviati/{self.rosa}.json")
        self.steps += [*(("refer", one) for one in available if one in held), ("refer", "")]
        self.sent = True

    def outcome(self, person: str, became: str, *more: str) -> None:
        if became == "assunto":
            with self.hires.one():
                self.run("outcome", self.rosa, person, became, *more)
                # for a few hours a week: whoever is hired stays free for the lists of the other clerks
                free = self.desk(self.clerk, "candidates", "set", person, "stato_disponibilita=disponibile")
                assert free.code == 0, free.err
        else:
            self.run("outcome", self.rosa, person, became, *more)
        self.steps.append((became, person))
        self.outcomes.append((person, became))
        if "--reason" in more:
            self.reasons.append(more[more.index("--reason") + 1])

    def undo(self, person: str) -> None:
        self.run("outcome", self.rosa, person, "annulla", "--reason", "persona_sbagliata")
        self.steps.append(("undo", person))
        self.outcomes = [one for one in self.outcomes if one[0] != person]

    def add_somebody(self) -> None:
        """Add the best of those who are not in the list, if there is anybody, and hear them."""
        shown = self.desk(
            self.clerk, "shortlist", self.vacancy, "--no-save", "--size", "8", "--format", "json"
        )
        others = [one["id"] for one in shown.json["ranked"] if one["id"] not in self.people]
        if others:
            self.run("rosa", "add", self.rosa, others[0], "--reason", "proposta_operatore")
            self.steps.append(("add", others[0]))
            self.people.append(others[0])
            self.ask(others[0])
            self.answer(others[0], "disponibile")

    def everybody(self, said: str = "disponibile") -> None:
        self.ask()
        for person in self.people:
            self.answer(person, said)


Story = Callable[[Case], Iterator[None]]


def hired(case: Case) -> Iterator[None]:
    """All say yes; one is hired, and the place is taken for the others."""
    case.ask()
    yield
    for person in case.people:
        case.answer(person, "disponibile")
    yield
    case.approve()
    case.refer()
    yield
    first, *others = case.people
    case.outcome(first, "colloquio")
    case.outcome(first, "assunto", "--source", "comunicazione_obbligatoria")
    for person in others:
        case.outcome(person, "non_selezionato", "--reason", "posto_gia_coperto")


def silence(case: Case) -> Iterator[None]:
    """One never answers and is left out, one says no; whoever is left goes alone, if anybody is."""
    case.ask()
    silent, *others = case.people
    for call in range(3):
        yield
        case.answer(silent, "non_risponde", becomes="irreperibile" if call == 2 else "non_risponde")
    for number, person in enumerate(others):
        case.answer(person, "disponibile" if number else "non_disponibile")
    yield
    if len(others) > 1:
        case.approve()
        case.refer()
        yield
        case.outcome(others[-1], "ha_rinunciato", "--source", "persona")


def wrong_outcome(case: Case) -> Iterator[None]:
    """A hire is written for the wrong person and taken back."""
    case.everybody()
    yield
    case.approve()
    case.refer()
    yield
    case.outcome(case.people[0], "assunto")
    yield
    case.undo(case.people[0])
    case.outcome(case.people[-1], "assunto")


def wrong_referral(case: Case) -> Iterator[None]:
    """A shortlist is sent by mistake, taken back, corrected and sent again."""
    case.everybody()
    case.approve()
    case.refer()
    yield
    case.run("revoke", case.rosa, "--reason", "errore")
    case.steps += [*(("recall", one) for one in case.people), ("revoke", "")]
    yield
    case.approve()
    case.refer()
    yield
    for person in case.people:
        case.outcome(person, "non_selezionato", "--reason", "esperienza")


def nobody_answers(case: Case) -> Iterator[None]:
    """Everybody is asked and nobody was reached yet: it stays in verification."""
    case.ask()
    yield
    for person in case.people:
        case.answer(person, "non_risponde")


def from_a_file(case: Case) -> Iterator[None]:
    """The answers come in a file, twice; the employer has the list and has not answered."""
    case.ask()
    yield
    path = Path(f"risposte-{case.rosa}.csv")
    lines = [f"{case.rosa};{person};disponibile;sì" for person in case.people]
    path.write_text("\n".join(["id_rosa;id_candidato;risposta;adesione", *lines, ""]), "utf-8")
    case.run("import", "answers", str(path))
    again = case.run("import", "answers", str(path), "--format", "json").json
    assert (again["new"], again["unchanged"], again["rejected"]) == (0, len(case.people), 0)
    for person in case.people:
        case.note_answer(person, "disponibile")
    yield
    case.approve()
    case.refer()
    yield
    case.run("rosa", "review", case.rosa)


def given_up(case: Case) -> Iterator[None]:
    """One after the other gives up: the shortlist closes with nobody."""
    case.everybody()
    yield
    case.approve()
    case.refer()
    yield
    for person in case.people:
        case.outcome(person, "ha_rinunciato", "--source", "persona")
        if person == case.people[0] and len(case.people) > 1:
            yield


def withdrawn(case: Case) -> Iterator[None]:
    """The employer gives up while people are being asked."""
    case.ask()
    yield
    case.answer(case.people[0], "disponibile")
    case.run("rosa", "withdraw", case.rosa, "--reason", "richiesta_annullata")
    case.steps.append(("withdraw", ""))
    case.run("vacancies", "close", case.vacancy, "--state", "annullata", "--reason", "datore_rinuncia")


def inadmissible(case: Case) -> Iterator[None]:
    """One asks to be called again; the employer gives a reason that the law does not admit."""
    case.ask()
    for person in case.people:
        case.answer(person, "da_richiamare")
    yield
    for person in case.people:
        case.answer(person, "disponibile")
    case.approve()
    case.refer()
    yield
    case.outcome(case.people[0], "non_selezionato", "--reason", "motivo_non_ammesso")


def integrated(case: Case) -> Iterator[None]:
    """The employer asks for more: one who changed their mind and somebody new are sent too (*integrazione*)."""
    case.ask()
    *others, last = case.people
    for person in case.people:
        case.answer(person, "disponibile" if person != last or not others else "non_disponibile")
    yield
    case.approve()
    case.refer()
    yield
    if not others:
        return
    case.run("rosa", "extend", case.rosa)
    case.steps.append(("extend", ""))
    case.answer(last, "disponibile")
    case.add_somebody()
    yield
    case.approve()
    case.refer()
    yield
    case.outcome(last, "assunto")


def untouched(case: Case) -> Iterator[None]:
    """Nobody gets to it before its last day."""
    yield


STORIES: tuple[Story, ...] = (
    hired, silence, wrong_outcome, wrong_referral, nobody_answers, from_a_file, given_up, withdrawn,
    inadmissible, integrated,
)  # fmt: skip


def story_of(case: Case, number: int) -> Iterator[None]:
    """Return what becomes of a vacancy: made a list of, then one of the stories; some are never got to."""
    case.propose()
    yield
    left = not case.people or number % (len(STORIES) + 1) == len(STORIES)
    yield from untouched(case) if left else STORIES[number % (len(STORIES) + 1)](case)


def prepare_files(desk: Desk, folder: Path, n_people: int, n_vacancies: int) -> tuple[str, str]:
    """Write the files of the month: generated ones without faults, one person and one vacancy twice.

    Returns
    -------
    tuple of str
        The person registered twice, and the vacancy published twice; the copies end in ``-BIS``.
    """
    size = ("--candidates", str(n_people), "--vacancies", str(n_vacancies))
    assert desk("sara", "generate", str(folder), "--province", "MO", *size).code == 0
    twice = []
    for name, key, n_rows in (
        ("candidati", "id_candidato", n_people),
        ("richieste", "id_richiesta", n_vacancies),
    ):
        path = folder / f"{name}.csv"
        lines = [line for line in path.read_text("utf-8-sig").splitlines() if not line.startswith("#")]
        rows = list(csv.DictReader(lines, delimiter=";"))[:n_rows]
        for row in rows:
            row.update(
                {"stato": "", "scadenza": "", "origine": "", "posti": "1"} if key == "id_richiesta" else {}
            )
        twice.append(rows[3][key])
        rows.append({**rows[3], key: f"{rows[3][key]}-BIS"})
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return twice[0], twice[1]


def answers_given(cases: list[Case]) -> Counter[str]:
    """Return the last answers to all questions, in the words of the report."""
    words = {
        "disponibile": "yes",
        "non_disponibile": "no",
        "non_risponde": "silent",
        "irreperibile": "unreachable",
    }
    return Counter(words.get(said, "waiting") for case in cases for said in case.answers.values())
