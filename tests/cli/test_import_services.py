"""``matcher import services``: the register from files."""

from __future__ import annotations

from pathlib import Path

_FILE = """prestazione;data;minuti;id_candidato;id_richiesta;operatore;esito;presenti
9;12/01/2026;50;C-1;;bruno;colloquio fatto;
matching;13/01/2026;standard;;R-1;;;
6;14/01/2026;300;;;;;9
99;12/01/2026;50;C-1;;;;
9;12/01/2026;;C-1;;;;
11;12/01/2026;30;C-1;;;;
9;12/01/2026;30;NESSUNO;;;;
9;12/01/2090;30;C-1;;;;
"""


def test_lines_come_in_once_and_what_is_wrong_waits(matcher, workspace: Path) -> None:
    Path("prestazioni.csv").write_text(_FILE, "utf-8")
    first = matcher("import", "services", "prestazioni.csv", "--format", "json")
    assert first.code == 1
    assert (first.json["new"], first.json["rejected"]) == (3, 5)
    rejects = Path("prestazioni.scarti.csv").read_text("utf-8")
    for reason in ("99", "manca", "non è prevista", "NESSUNO", "deve ancora venire"):
        assert reason in rejects
    register = matcher("service", "list", "--format", "json").json
    assert [(one["service"], one["minutes"], one["operator"], one["group_size"]) for one in register] == [
        ("intermediation_access", 50, "bruno", None),
        ("matching", 300, "anna", None),
        ("workshop", 300, "anna", 9),
    ]
    Path("ancora.csv").write_text("\n".join(_FILE.splitlines()[:4]) + "\n", "utf-8")
    again = matcher("import", "services", "ancora.csv", "--format", "json")
    assert (again.code, again.json["new"], again.json["unchanged"]) == (0, 0, 3)
    [report] = matcher("report", "services", "--min-cell", "1", "--format", "json").json
    assert sum(row["minutes"] for row in report["rows"]) == 650


def test_the_template_names_its_columns(matcher, workspace: Path) -> None:
    names = [one["name"] for one in matcher("template", "services", "--format", "json").json]
    assert names[:3] == ["prestazione", "data", "minuti"]
