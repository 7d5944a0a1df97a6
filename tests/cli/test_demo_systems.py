"""``matcher demo-systems``: stories told with real commands, and claims that are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

STORIES = {
    "gol": "gol gap",
    "collocamento_mirato": "collocamento-mirato preselection",
    "svantaggio": "svantaggio status",
    "emilia_romagna": "report emilia-romagna-intermediation",
    "servizi_lavoro": "servizi-lavoro mobility",
    "ali_veneto": "report ali-demand",
    "servizi_integrati": "servizi-integrati agency",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_system_has_its_story_and_every_claim_holds(matcher, here: Path) -> None:
    shown = matcher("demo-systems", "--candidates", "300")
    assert shown.code == 0, shown.err
    for command in STORIES.values():
        assert f"$ matcher {command}" in shown.out
    claims = [line for line in shown.out.splitlines() if line.startswith("  ✓ ")]
    assert len(claims) >= 5
    assert "inventati" in shown.out


def test_another_folder_is_left_alone(matcher, here: Path) -> None:
    (here / "demo-sistemi").mkdir()
    (here / "demo-sistemi" / "tesi.txt").write_text("non toccare", encoding="utf-8")
    refused = matcher("demo-systems")
    assert refused.code == 1
    assert "non è una dimostrazione" in refused.err
    assert (here / "demo-sistemi" / "tesi.txt").read_text(encoding="utf-8") == "non toccare"
