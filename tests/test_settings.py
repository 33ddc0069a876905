"""Settings: each invalid one is reported in a sentence, and printed settings read back the same."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from command_line import Run, written
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.errors import StoreError
from confbrowse.settings import (
    AgendaSettings,
    DiscoverySettings,
    LinkSettings,
    LoadedSettings,
    OwnSeries,
    ScreenSettings,
    Settings,
    as_toml,
    field_docstrings,
    load,
    parse,
    save_search,
    with_search,
)
from confbrowse.text.clean import clean_line
from confbrowse.text.links import SEARCHES

SECTIONS = {
    "[screen]": ScreenSettings,
    "[agenda]": AgendaSettings,
    "[links]": LinkSettings,
    "[discovery]": DiscoverySettings,
    "[[catalogue]]": OwnSeries,
}
MOTHCON = OwnSeries("MothCon", "https://mothcon.example/{year}.xml")


def faults(text: str) -> list[str]:
    """Return the faults of *text*, in which every setting is invalid and has its default."""
    loaded = parse(text.encode())
    assert loaded.settings == Settings()
    return list(loaded.faults)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    loaded = load(tmp_path / "config.toml")
    assert loaded.settings == Settings()
    assert not loaded.faults


def test_every_setting_can_be_set() -> None:
    loaded = parse(b"""
        searches = {mine = "is:starred"}
        [screen]
        theme = "nord"
        ascii = true
        measure = 100
        rows = "compact"
        zone = "Asia/Seoul"
        columns = ["authors", "room"]
        [agenda]
        travel = 10
        remind = 0
        remind_by = "bell"
        mirror = "~/sync/agenda.json"
        calendar = "/home/reader/agenda.ics"
        [agenda.walk]
        "Janson" = {"K.1.105" = 12, "H" = 5}
        [links]
        search = ["scholar"]
        [discovery]
        for_you = false
        [keys]
        talks.star = "x, space"
        "talks.open" = ["o", "ctrl+o"]
        [[catalogue]]
        name = "MothCon"
        url = "https://mothcon.example/{year}.xml"
        since = 2019
        title = "Conference on Moths"
        zone = "Europe/Vienna"
    """)
    assert not loaded.faults
    assert loaded.settings == Settings(
        ScreenSettings("nord", True, 100, "compact", "Asia/Seoul", columns=("authors", "room")),
        AgendaSettings(
            *(10, 0, "bell", "~/sync/agenda.json", "/home/reader/agenda.ics"),
            (("Janson", "K.1.105", 12), ("Janson", "H", 5)),
        ),
        (("talks.star", ("x", "space")), ("talks.open", ("o", "ctrl+o"))),
        (("mine", "is:starred"),),
        (replace(MOTHCON, since=2019, title="Conference on Moths", zone="Europe/Vienna"),),
        LinkSettings(("scholar",)),
        DiscoverySettings(for_you=False),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[scren]\n", "config.toml: scren is not a setting; did you mean screen?"),
        (
            "[screen]\nMeasur = 90",
            "config.toml: screen.Measur is not a setting; did you mean measure?",
        ),
        (
            "[agenda]\nqqq = 1",
            "config.toml: agenda.qqq is not a setting; known: travel, remind, remind_by, mirror, "
            "calendar, walk, breaks, watch.",
        ),
        (
            "[screen]\nmeasure = 20",
            "config.toml: screen.measure must be a number from 40 to 200; using 80.",
        ),
        (
            "[agenda]\ntravel = true",
            "config.toml: agenda.travel must be a number from 0 to 120; using 0.",
        ),
        (
            '[links]\nsearch = ["bing"]',
            "config.toml: links.search must be a list of arxiv, scholar, site; "
            'using ["arxiv", "scholar", "site"].',
        ),
        *(
            (
                f"[agenda]\nwalk = {value}",
                "config.toml: agenda.walk must be minutes from 0 to 120 between two rooms, as in "
                '{"Janson" = {"K.1" = 12}}; using {}.',
            )
            for value in ("5", "[]", '{"A" = 5}', '{"A" = {"B" = "5"}}', '{"A" = {"B" = 121}}')
        ),
        (
            "[screen]\nascii = 1",
            "config.toml: screen.ascii must be true or false; using false.",
        ),
        (
            "[screen]\ntheme = 3",
            'config.toml: screen.theme must be text in quotes; using "".',
        ),
        (
            '[screen]\nrows = "many"',
            'config.toml: screen.rows must be one of compact, detailed; using "detailed".',
        ),
        (
            '[screen]\nzone = "Moon/Tycho"',
            "config.toml: screen.zone must be event, local, or a zone such as Europe/Vienna; "
            'using "event".',
        ),
        *(
            (
                f'[agenda]\nmirror = "{path}"',
                "config.toml: agenda.mirror must be an absolute path of a file, as in "
                '"~/agenda.json"; using "".',
            )
            for path in ("agenda.json", "~/sync/")
        ),
        ("screen = 1", "config.toml: screen must be a table, [screen]; ignored."),
        ("keys.star = 1", 'config.toml: keys.star must be keys, as in "s, space"; ignored.'),
        ("searches.a = 1", "config.toml: searches.a must be a query in quotes; ignored."),
        ("catalogue = 1", "config.toml: catalogue must be tables, [[catalogue]]; ignored."),
        (
            '[[catalogue]]\nname = "x"',
            "config.toml: catalogue 1 needs a name and a url; ignored.",
        ),
    ],
)
def test_what_cannot_be_is_a_sentence(text: str, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            b"[screen]\nmeasure =\n",
            "config.toml is not valid TOML: line 2, column 10: Invalid value.",
        ),
        (b"a = 1\n# \xff\n", "config.toml is not UTF-8 in line 2."),
        (b"a = " + b"[" * 100_000, "config.toml is nested too deeply."),
        (b"a = " + b"9" * 5_000, "config.toml is not valid TOML: "),
    ],
)
def test_a_file_that_cannot_be_read_leaves_every_default(raw: bytes, said: str) -> None:
    loaded = parse(raw)
    assert loaded.settings == Settings()
    (fault,) = loaded.faults
    assert fault.startswith(said)
    assert fault.endswith("Using the defaults.")


def test_a_place_without_a_file_to_read_is_reported(tmp_path: Path) -> None:
    (fault,) = load(tmp_path).faults
    assert str(tmp_path) in fault


def test_one_fault_leaves_the_rest_as_it_is_set() -> None:
    loaded = parse(
        b'[screen]\nmeasure = 1\nascii = true\n[[catalogue]]\n[[catalogue]]\nname = "a"\nurl = "https://a.example/x"'
    )
    assert loaded.settings.screen == ScreenSettings(ascii=True)
    assert [one.name for one in loaded.settings.catalogue] == ["a"]
    assert len(loaded.faults) == 2


@pytest.mark.parametrize("url", ["ftp://a.example/x", "https://a.example/{day}", "", "a b"])
def test_an_address_that_nobody_could_fetch_is_refused(url: str) -> None:
    loaded = parse(f'[[catalogue]]\nname = "a"\nurl = "{url}"'.encode())
    assert not loaded.settings.catalogue
    assert "catalogue 1.url must be an http or https URL" in loaded.faults[0]


@given(st.binary(max_size=100) | st.text("[]=\"'a.1{}, \n", max_size=60).map(str.encode))
def test_whatever_the_file_holds_there_are_settings_that_can_be_printed(raw: bytes) -> None:
    settings = parse(raw).settings
    assert parse(as_toml(settings).encode()) == LoadedSettings(settings)


TEXT = st.text(max_size=30).map(clean_line).filter(bool)


@given(
    st.builds(
        Settings,
        st.builds(ScreenSettings, TEXT, st.booleans(), st.integers(40, 200), st.just("detailed")),
        st.builds(
            AgendaSettings,
            st.integers(0, 120),
            st.integers(0, 60),
            st.just("osc9"),
            walk=st.dictionaries(
                TEXT, st.dictionaries(TEXT, st.integers(0, 120), max_size=2), max_size=2
            ).map(
                lambda all_: tuple((a, b, time) for a, to in all_.items() for b, time in to.items())
            ),
        ),
        st.dictionaries(TEXT, st.just(("s", "space")), max_size=2).map(
            lambda all_: tuple(all_.items())
        ),
        st.dictionaries(TEXT, TEXT, max_size=2).map(lambda all_: tuple(all_.items())),
        st.lists(TEXT.map(lambda text: replace(MOTHCON, name=text, title=text)), max_size=2).map(
            tuple
        ),
        st.builds(LinkSettings, st.lists(st.sampled_from(SEARCHES), max_size=2).map(tuple)),
    )
)
def test_what_is_printed_reads_back_the_same(settings: Settings) -> None:
    loaded = parse(as_toml(settings).encode())
    assert not loaded.faults
    assert loaded.settings == settings


@pytest.mark.parametrize("section", [Settings, *SECTIONS.values()])
def test_every_setting_says_what_it_is_for(section: type) -> None:
    assert list(field_docstrings(section)) == [one.name for one in fields(section)]


def test_the_command_prints_what_holds_and_tells_what_does_not(run: Run, home_folder: Path) -> None:
    (home_folder / "config").mkdir(parents=True)
    file = written(home_folder / "config" / "config.toml", "[screen]\nascii = true\nrows = 3\n")
    before = Path(file).read_bytes()
    ran = run("config")
    assert ran.code == 0
    assert parse(ran.out.encode()).settings.screen == ScreenSettings(ascii=True)
    assert "screen.rows must be one of compact, detailed" in ran.err
    assert Path(file).read_bytes() == before


@pytest.mark.parametrize(
    ("before", "name", "query", "after"),
    [
        ("", "mine", 'a "b"', '[searches]\nmine = "a \\"b\\""\n'),
        ("[agenda]\ntravel=1", "a", "b", '[agenda]\ntravel=1\n\n[searches]\na = "b"\n'),
        (
            "# me\r\n[searches]\r\nx='y' # why\r\n\r\n# keys\r\n[keys]\r\n",
            "Code today",
            "has:code",
            '# me\r\n[searches]\r\nx=\'y\' # why\r\n"Code today" = "has:code"\r\n\r\n# keys\r\n[keys]\r\n',
        ),
        ("\ufeff[searches]\n", "a", "b", '\ufeff[searches]\na = "b"\n'),
        ("[searches]\nx='y' # why\n# x = 1\n", "x", "z", '[searches]\nx = "z" # why\n# x = 1\n'),
        ("[searches]\n# x = 1\nx = 'y'\nxx='y'\n", "x", None, "[searches]\n# x = 1\nxx='y'\n"),
        ("# x\n[searches]\n# x = 1\n", "x", None, "# x\n[searches]\n# x = 1\n"),
        ("[searches]\nx = 'y'\n", "x", "y", "[searches]\nx = 'y'\n"),
        (
            '[screen]\ntheme = """\n[searches]\n"""\n',
            "a",
            "b",
            '[screen]\ntheme = """\n[searches]\n"""\n\n[searches]\na = "b"\n',
        ),
    ],
)
def test_saving_a_search_changes_nothing_else_in_the_file(
    before: str, name: str, query: str | None, after: str
) -> None:
    assert with_search(before.encode(), name, query).decode() == after


@pytest.mark.parametrize(
    ("before", "query", "reason"),
    [
        ("searches = {a = 'b'}", "c", 'cannot be changed safely .* add x = "c" to'),
        ("searches.a = 'b'", "c", "cannot be changed safely"),
        ("searches = 1", "c", "cannot be changed safely"),
        ('[searches]\nx = """\nb"""', "c", "cannot be changed safely"),
        ('[searches]\nx = """\nb"""', None, "cannot be changed safely .* remove x from"),
        ("[searches\n", "c", "has a mistake"),
        ("[searches]\nx = '\xff'\n", "c", "has a mistake"),
    ],
)
def test_where_that_is_not_certain_the_file_is_left_as_it_is(
    before: str, query: str | None, reason: str
) -> None:
    with pytest.raises(StoreError, match=f"config.toml {reason}"):
        with_search(before.encode("latin-1"), "x", query)


@given(
    st.text(st.sampled_from('[]searches\n="x# '), max_size=60),
    st.sampled_from(("x", "e", "Code today")),
    st.sampled_from((None, "s", '"x" # y')),
)
def test_whatever_the_file_holds_it_is_refused_or_means_the_same(
    before: str, name: str, query: str | None
) -> None:
    try:
        after = with_search(before.encode(), name, query)
    except StoreError:
        return
    new, old = parse(after).settings, parse(before.encode()).settings
    assert replace(new, searches=()) == replace(old, searches=())


def test_a_search_is_saved_in_a_new_file_and_removed_again(tmp_path: Path) -> None:
    file = tmp_path / "config" / "config.toml"
    assert save_search(file, "mine", "is:starred") == (("mine", "is:starred"),)
    assert load(file).settings.searches == (("mine", "is:starred"),)
    assert save_search(file, "mine", None) == ()
    file.chmod(0o644)
    file.write_text("searches = {a = 'b'}\n")
    with pytest.raises(StoreError):
        save_search(file, "mine", "is:starred")
    assert file.read_text() == "searches = {a = 'b'}\n"
