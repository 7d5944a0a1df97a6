"""The installed command in processes of its own: from an empty folder to a shortlist, nothing replaced."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_from_an_empty_folder_to_a_shortlist(tmp_path: Path) -> None:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MATCHER_")}
    environment["MATCHER_LANG"] = "it"

    def matcher(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "matcher.cli.main", *words]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False
        )

    (tmp_path / "persone.csv").write_text(
        "id_candidato;comune_domicilio;professione_cercata;esperienze;max_km\n"
        "P-1;Sassuolo (MO);mulettista;mulettista | 2019-03 | 2024-06;30\n"
        "P-2;Sassuolo (MO);mulettista;mulettista | 2019-03 | 2024-06;nessuna idea\n"
    )
    (tmp_path / "offerte.csv").write_text("id_richiesta;titolo;sede\nR-1;Mulettista;Fiorano Modenese (MO)\n")
    assert matcher("init", ".", "--actor", "anna").returncode == 0
    people = matcher("import", "candidates", "persone.csv")
    assert people.returncode == 1
    assert "persone.scarti.csv" in people.stdout
    assert "Traceback" not in people.stderr
    assert matcher("import", "vacancies", "offerte.csv").returncode == 0
    answer = json.loads(matcher("shortlist", "R-1", "--format", "json").stdout)
    assert [one["id"] for one in (*answer["ranked"], *answer["to_verify"])] == ["P-1"]
    refused = matcher("candidates", "show", "P-2")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("E-STO-010")
    assert matcher("candidates", "pippo").returncode == 2
    assert matcher("audit", "verify").returncode == 0
