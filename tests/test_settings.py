"""Settings: one TOML file, then the environment; what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import InputError
from matcher.settings import FILE_NAME, Intermediary, PluginSettings, Settings, load_settings, render_settings

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def write(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_and_an_environment_the_defaults_hold() -> None:
    assert load_settings(None, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    folder = write(tmp_path, 'actor = "anna"\nlanguage = "it"\ntie_width = 2.0\n')
    found = load_settings(folder, {"MATCHER_ACTOR": "bruno", "MATCHER_DATABASE_URL": "postgresql://h/d"})
    assert (found.actor, found.tie_width, found.database_url) == ("bruno", 2.0, "postgresql://h/d")


def test_an_empty_variable_sets_nothing(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, 'actor = "anna"\n'), {"MATCHER_ACTOR": ""}).actor == "anna"


@pytest.mark.parametrize(
    ("written", "language"), [("en", "en"), ("en_GB.UTF-8", "en"), ("IT", "it"), ("it_IT", "it")]
)
def test_the_language_may_be_written_as_a_locale(written: str, language: str) -> None:
    assert load_settings(None, {"MATCHER_LANG": written}).language == language


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("actor = anna\n", "E-SET-001", "TOML"),
        ("colour = 1\n", "E-SET-002", "colour"),
        ("tie_width = 0\n", "E-SET-002", "tie_width"),
        ("shortlist_size = 1000\n", "E-SET-002", "shortlist_size"),
        ('language = "de"\n', "E-SET-002", "language"),
        ('[weights]\ncommute = "molto"\n', "E-SET-002", "weights.commute"),
        ("[weights]\ncommute = -1\n", "E-SET-002", "weights.commute"),
        ("[plugins]\ndeadline_seconds = 0\n", "E-SET-002", "plugins.deadline_seconds"),
        ('[intermediary]\nvat = "1"\n', "E-SET-002", "intermediary.vat"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        load_settings(write(tmp_path, text), {})
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes('actor = "perché"'.encode("latin-1"))
    with pytest.raises(InputError, match="E-SET-001"):
        load_settings(tmp_path, {})


def test_tables_of_plugins_belong_to_them(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        '[plugins]\nblocked = ["notte"]\n[plugins.notte]\nx = 1\n[plugins.anzianita.act]\nnumber = "1"\n',
    )
    plugins = load_settings(folder, {}).plugins
    assert plugins.settings == {"notte": {"x": 1}, "anzianita": {"act": {"number": "1"}}}
    assert plugins.unblocked == {"anzianita": {"act": {"number": "1"}}}


@settings(deadline=None, max_examples=60)
@given(
    actor=_TEXT,
    office=_TEXT,
    name=_TEXT,
    url=_TEXT,
    blocked=st.lists(_TEXT, max_size=3),
    width=st.floats(0.01, 20),
    table=st.dictionaries(
        st.sampled_from(["months", "act", "soglia"]),
        st.one_of(
            st.integers(0, 99),
            st.booleans(),
            _TEXT,
            st.dates(),
            st.lists(st.integers(), max_size=3),
            st.dictionaries(st.sampled_from(["number", "issued_on"]), st.one_of(_TEXT, st.dates())),
        ),
    ),
)
def test_what_is_written_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, actor, office, name, url, blocked, width, table
) -> None:
    given_settings = Settings(
        actor=actor,
        office=office,
        database_url=url,
        tie_width=width,
        intermediary=Intermediary(name=name, address=office, contact=actor),
        plugins=PluginSettings(blocked=tuple(blocked), settings={"mio": table}),
        weights={"commute": 7, "mio.sogno": 3},
    )
    folder = tmp_path_factory.mktemp("settings")
    (folder / FILE_NAME).write_bytes(render_settings(given_settings, given_settings.weights).encode())
    assert load_settings(folder, {}) == given_settings


def test_the_files_of_a_plugin_lie_in_the_workspace_unless_a_whole_path_is_given(tmp_path: Path) -> None:
    text = '[plugins.one]\ndata = "dati"\n[plugins.two]\ndata = "/srv/dati"\n[plugins.three]\nfar_km = 3\n'
    tables = load_settings(write(tmp_path, text), {}).plugins.tables(tmp_path)
    assert tables["one"] == {"data": str(tmp_path / "dati")}
    assert tables["two"] == {"data": "/srv/dati"}
    assert tables["three"] == {"far_km": 3}
