"""``matcher link``: texts, files, the queue and its decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

_HEADED_TSV = "id\ttext\nq1\tmulettista\nq2\tcuoca, pizzaiola\n"


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace: linking needs none."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_words_on_the_line_reach_concepts(matcher, outside: Path) -> None:
    rows = matcher("link", "mulettista", "OSS", "--format", "json").json
    assert [(row["text"], row["concept"]) for row in rows] == [
        ("mulettista", "8344.forklift_driver"),
        ("OSS", "5321.oss"),
    ]
    assert set(rows[0]) == {
        "id", "text", "concept", "label", "uri", "isco", "method", "confidence", "ambiguous", "choices",
        "parts", "ranked", "labels",
    }  # fmt: skip
    assert rows[0]["isco"] == "8344"
    assert rows[0]["ranked"][0]["concept"] == "8344.forklift_driver"
    assert len(rows[0]["ranked"]) > 50


def test_a_table_has_a_line_for_each_meaning(matcher, outside: Path) -> None:
    shown = matcher("link", "Barman / Cuoco", "xyzzy").out
    assert "Barman / Cuoco › Cuoco" in shown
    assert "5132.bartender" in shown
    assert "xyzzy" in shown


def test_skills_and_english(matcher, outside: Path) -> None:
    [row] = matcher("link", "--kind", "skill", "uso del muletto", "--format", "json", "--lang", "en").json
    assert (row["concept"], row["label"]) == ("forklift_operation", "forklift operation")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.tsv", _HEADED_TSV, [("q1", "mulettista"), ("q2", "cuoca, pizzaiola")]),
        ("b.tsv", "q1\tmulettista\nq2\tcuoco\n", [("q1", "mulettista"), ("q2", "cuoco")]),
        ("c.csv", "titolo,codice\ncuoco,7\n", [("7", "cuoco")]),
        ("d.csv", 'id;text\n7;"cuoco; pizzaiolo"\n', [("7", "cuoco; pizzaiolo")]),
        ("e.csv", "text\ncuoco\n", [("1", "cuoco")]),
        ("f.txt", "cuoco, pizzaiolo\n\nmulettista\n", [("1", "cuoco, pizzaiolo"), ("2", "mulettista")]),
        ("g.txt", "\ufefftesto\ncuoco\n", [("1", "cuoco")]),
        ("h.tsv", 'q1\tcapo "Sala\nq2\t"cuoco"\n', [("q1", 'capo "Sala'), ("q2", "cuoco")]),
        (
            "i.csv",
            "cuoco, anche prima esperienza\nmulettista\n",
            [("1", "cuoco, anche prima esperienza"), ("2", "mulettista")],
        ),
        ("l.csv", "conceptUri,preferredLabel\nx:1,nurse\n", [("x:1", "nurse")]),
        ("m.tsv", "Query ID\tJob Title\nq1\tcuoco\n", [("q1", "cuoco")]),
        ("n.tsv", "q1\tcuoco\tit\nq2\tfornaio\tit\n", [("q1", "cuoco"), ("q2", "fornaio")]),
        ("o.tsv", "q1\tcuoco\r\nq2\tfornaio\r\n", [("q1", "cuoco"), ("q2", "fornaio")]),
    ],
)
def test_files_of_texts_with_and_without_heading(
    matcher, outside: Path, name: str, text: str, expected
) -> None:
    (outside / name).write_text(text, encoding="utf-8")
    rows = matcher("link", "--input", name, "--format", "json", "--top", "1").json
    assert [(row["id"], row["text"]) for row in rows] == expected


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vuoto.txt", b"", "vuoto"),
        ("buco.tsv", b"id\ttext\nq1\t\n", "manca il testo"),
        ("corto.tsv", b"id\ttext\nq1\n", "manca il testo"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    matcher, outside: Path, name: str, content: bytes, words: str
) -> None:
    (outside / name).write_bytes(content)
    refused = matcher("link", "--input", name)
    assert refused.code == 1
    assert refused.err.startswith("E-LNK-001")
    assert words in refused.err


def test_every_row_of_a_file_of_queries_has_its_answer_whatever_its_encoding(matcher, outside: Path) -> None:
    (outside / "query.tsv").write_bytes("id\ttesto\n1\tcuoco\n2\t\n3\tqualità\n".encode("cp1252"))
    answers = json.loads(matcher("link", "--input", "query.tsv", "--format", "json").out)
    assert [(answer["id"], answer["text"]) for answer in answers] == [
        ("1", "cuoco"),
        ("2", ""),
        ("3", "qualità"),
    ]
    assert answers[1]["method"] == "none"


def test_nothing_to_link_is_said(matcher, outside: Path) -> None:
    assert "E-LNK-002" in matcher("link", "--kind", "skill").err
    assert matcher("link", "--input", "manca.tsv").code == 2


def test_results_go_to_a_file(matcher, outside: Path) -> None:
    (outside / "q.tsv").write_text(_HEADED_TSV, encoding="utf-8")
    done = matcher("link", "--input", "q.tsv", "-o", "out.json", "--top", "3")
    assert done.code == 0
    rows = json.loads((outside / "out.json").read_text("utf-8"))
    assert [row["id"] for row in rows] == ["q1", "q2"]
    assert len(rows[0]["ranked"]) == 3


def test_a_corpus_of_labels_is_ranked_instead(matcher, outside: Path) -> None:
    (outside / "labels.tsv").write_text("c1\tforklift truck driver\nc2\tpastry chef\nc3\tnurse\n", "utf-8")
    (outside / "q.tsv").write_text("q1\tforklift driver\nq2\tnurses\n", "utf-8")
    rows = matcher(
        "link", "--input", "q.tsv", "--corpus", "labels.tsv", "--format", "json", "--top", "2"
    ).json
    assert [row["ranked"][0]["concept"] for row in rows] == ["c1", "c3"]
    assert all(len(row["ranked"]) == 2 for row in rows)
    scores = [entry["score"] for entry in rows[0]["ranked"]]
    assert scores == sorted(scores, reverse=True)


def test_a_corpus_is_ranked_as_deep_as_it_is_asked_for(matcher, outside: Path) -> None:
    (outside / "labels.tsv").write_text("".join(f"c{n}\tdriver {n}\n" for n in range(1200)), "utf-8")
    run = ("link", "driver 7", "--corpus", "labels.tsv", "--format", "json")
    assert len(matcher(*run).json[0]["labels"]) == 100
    [row] = matcher(*run, "--top", "5000").json
    assert len({entry["concept"] for entry in row["labels"]}) == 1200
    assert row["labels"][0]["concept"] == "c7"


def test_a_corpus_with_an_id_twice_is_refused(matcher, outside: Path) -> None:
    (outside / "labels.tsv").write_text("c1\tdriver\nc1\tchef\n", encoding="utf-8")
    refused = matcher("link", "driver", "--corpus", "labels.tsv")
    assert (refused.code, refused.err[:9]) == (1, "E-LNK-003")


def test_an_unknown_vocabulary_is_named_with_those_there_are(matcher, outside: Path) -> None:
    refused = matcher("link", "cuoco", "--vocabulary", "onet")
    assert refused.code == 1
    assert "E-VOC-403" in refused.err
    assert "built-in" in refused.err


# -- decisions ----------------------------------------------------------------------------------------


@pytest.fixture
def waiting(matcher, thirty: Path) -> str:
    """A text of two people's careers that no vocabulary knows."""
    path = thirty / "gente.csv"
    path.write_text("id_candidato,professioni_cercate\nX1,zufolatore capo\nX2,Zufolatore  Capo\n", "utf-8")
    assert matcher("import", "candidates", path).code == 0
    return "zufolatore capo"


def test_what_no_vocabulary_knows_waits_for_a_person(matcher, waiting: str) -> None:
    [item] = matcher("link", "queue", "--format", "json").json
    assert (item["kind"], item["text"].lower(), item["occurrences"]) == ("occupation", waiting, 2)
    assert matcher("link", "queue", "--kind", "skill", "--format", "json").json == []
    assert waiting in matcher("link", "queue").out.lower()


def test_the_queue_says_how_to_choose_in_words_that_the_next_command_takes(
    matcher, thirty: Path, waiting: str
) -> None:
    shown = matcher("link", "queue").out
    assert "professione" in shown
    assert 'matcher link resolve professione "' in shown
    assert matcher("link", "resolve", "professione", waiting, "5120.cook").code == 0
    assert matcher("link", "queue").out == "Nessun testo aspetta una scelta.\n"


def test_the_choices_show_their_codes(matcher, thirty: Path) -> None:
    matcher("candidates", "add", "id_candidato=X9", "competenze=tirare la sfoglia")
    assert "[fresh_pasta_making]" in matcher("link", "queue").out


def test_a_kind_that_is_none_is_refused_with_those_there_are(matcher, outside: Path) -> None:
    refused = matcher("link", "--kind", "mestiere", "cuoco")
    assert refused.code == 2
    assert "Scrivi: professione, competenza, patente, lingua, titolo, indirizzo." in refused.err


def test_how_sure_a_link_is_reads_in_italian(matcher, outside: Path) -> None:
    shown = matcher("link", "mulettista").out
    assert "altro nome" in shown
    assert "%" in shown
    assert "alternative" not in shown


def test_a_decision_updates_the_records_and_holds_from_then_on(matcher, thirty: Path, waiting: str) -> None:
    done = matcher("link", "resolve", "occupation", waiting, "5120.cook")
    assert done.code == 0
    assert "ora significa «cuoco»" in done.out
    assert "schede aggiornate: 2" in done.out
    assert matcher("link", "queue", "--format", "json").json == []
    for name in ("X1", "X2"):
        [wanted] = matcher("candidates", "show", name, "--format", "json").json["candidate"]["wanted"]
        assert (wanted["concept"], wanted["method"]) == ("5120.cook", "operator")
    [row] = matcher("link", "Zufolatore capo", "--format", "json").json
    assert (row["concept"], row["method"]) == ("5120.cook", "operator")
    listed = matcher("shortlist", "V4", "--no-save", "--format", "json", "--size", "500").json
    assert {"X1", "X2"} <= {entry["id"] for entry in listed["to_verify"]}


def test_a_decision_for_a_concept_that_is_not_there_is_refused(matcher, thirty: Path, waiting: str) -> None:
    refused = matcher("link", "resolve", "occupation", waiting, "9999.wizard")
    assert refused.code == 1
    assert "E-DSK-030" in refused.err
    assert matcher("link", "queue", "--format", "json").json
