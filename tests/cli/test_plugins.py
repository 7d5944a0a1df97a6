"""``matcher plugins``: who judges here, and what each one may do."""

from __future__ import annotations

from pathlib import Path


def test_lists_the_built_in_rules_among_the_others(matcher, workspace: Path) -> None:
    rows = matcher("plugins", "list", "--format", "json").json
    [rules] = [row for row in rows if row["name"] == "rules"]
    assert (rules["blocked"], rules["distribution"]) == (False, "rosa-matcher")
    assert rules["version"]


def test_works_outside_a_workspace_too(matcher, tmp_path: Path) -> None:
    assert matcher("plugins", "show", "rules", "--workspace", tmp_path).code == 0


def test_shows_constraints_and_criteria_with_their_words(matcher, workspace: Path) -> None:
    shown = matcher("plugins", "show", "rules")
    assert "COMMUTE_TOO_FAR" in shown.out
    assert "troppo lontano" in shown.out
    declared = matcher("plugins", "show", "rules", "--format", "json", "--lang", "en").json["declared"]
    assert {"what": "component", "code": "commute", "text": "Proximity (50)"} in declared or any(
        row["what"] == "component" and row["code"] == "commute" for row in declared
    )
    assert {"what": "hook", "code": "matcher_filter", "text": ""} in declared


def test_an_unknown_plugin_is_not_found(matcher, workspace: Path) -> None:
    missing = matcher("plugins", "show", "inesistente")
    assert missing.code == 1
    assert "Installati: " in missing.err
