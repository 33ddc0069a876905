"""Settings: read with a sentence on each that cannot be, printed so that they read back the same."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from command_line import CHECKOUT, Run, written
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.settings import Agenda, Loaded, OwnSeries, Screen, Settings, load, parsed
from confbrowse.settings.writing import as_toml, described
from confbrowse.text.clean import clean_line

SECTIONS = {"[screen]": Screen, "[agenda]": Agenda, "[[catalogue]]": OwnSeries}
MOTHCON = OwnSeries("MothCon", "https://mothcon.example/{year}.xml")


def faults(text: str) -> list[str]:
    """Return what is said of *text*, which holds faults only: everything has its default."""
    loaded = parsed(text.encode())
    assert loaded.settings == Settings()
    return list(loaded.faults)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    loaded = load(tmp_path / "config.toml")
    assert loaded.settings == Settings()
    assert not loaded.faults


def test_every_setting_can_be_set() -> None:
    loaded = parsed(b"""
        searches = {mine = "is:starred"}
        [screen]
        theme = "nord"
        ascii = true
        measure = 100
        rows = "detailed"
        zone = "Asia/Seoul"
        [agenda]
        travel = 10
        remind = 0
        remind_by = "bell"
        mirror = "~/sync/agenda.json"
        calendar = "/home/reader/agenda.ics"
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
        Screen("nord", True, 100, "detailed", "Asia/Seoul"),
        Agenda(10, 0, "bell", "~/sync/agenda.json", "/home/reader/agenda.ics"),
        (("talks.star", ("x", "space")), ("talks.open", ("o", "ctrl+o"))),
        (("mine", "is:starred"),),
        (replace(MOTHCON, since=2019, title="Conference on Moths", zone="Europe/Vienna"),),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[scren]\n", "config.toml: scren is no setting; did you mean screen?"),
        (
            "[screen]\nMeasur = 90",
            "config.toml: screen.Measur is no setting; did you mean measure?",
        ),
        (
            "[agenda]\nqqq = 1",
            "config.toml: agenda.qqq is no setting; known are travel, remind, remind_by, mirror, "
            "calendar.",
        ),
        (
            "[screen]\nmeasure = 20",
            "config.toml: screen.measure must be a number from 40 to 200; it stays 80.",
        ),
        (
            "[agenda]\ntravel = true",
            "config.toml: agenda.travel must be a number from 0 to 120; it stays 0.",
        ),
        (
            "[screen]\nascii = 1",
            "config.toml: screen.ascii must be true or false; it stays false.",
        ),
        (
            "[screen]\ntheme = 3",
            'config.toml: screen.theme must be words in quotes; it stays "".',
        ),
        (
            '[screen]\nrows = "many"',
            'config.toml: screen.rows must be one of compact, detailed; it stays "compact".',
        ),
        (
            '[screen]\nzone = "Moon/Tycho"',
            "config.toml: screen.zone must be event, local, or a zone such as Europe/Vienna; "
            'it stays "event".',
        ),
        *(
            (
                f'[agenda]\nmirror = "{path}"',
                "config.toml: agenda.mirror must be the whole path of a file, as in "
                '"~/agenda.json"; it stays "".',
            )
            for path in ("agenda.json", "~/sync/")
        ),
        ("screen = 1", "config.toml: screen must be a table, [screen]; it is left out."),
        ("keys.star = 1", 'config.toml: keys.star must be keys, as in "s, space"; it is left out.'),
        ("searches.a = 1", "config.toml: searches.a must be a query in quotes; it is left out."),
        ("catalogue = 1", "config.toml: catalogue must be tables, [[catalogue]]; it is left out."),
        (
            '[[catalogue]]\nname = "x"',
            "config.toml: catalogue 1 needs a name and a url; it is left out.",
        ),
    ],
)
def test_what_cannot_be_is_a_sentence(text: str, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"[screen]\nmeasure =\n", "config.toml is no TOML: line 2, column 10: Invalid value."),
        (b"a = 1\n# \xff\n", "config.toml, line 2, is not UTF-8."),
        (b"a = " + b"[" * 100_000, "config.toml is too deep to be settings."),
        (b"a = " + b"9" * 5_000, "config.toml is no TOML: "),
    ],
)
def test_a_file_that_cannot_be_read_leaves_every_default(raw: bytes, said: str) -> None:
    loaded = parsed(raw)
    assert loaded.settings == Settings()
    (fault,) = loaded.faults
    assert fault.startswith(said)
    assert fault.endswith("Every setting has its default.")


def test_a_place_without_a_file_to_read_is_told(tmp_path: Path) -> None:
    (fault,) = load(tmp_path).faults
    assert str(tmp_path) in fault


def test_one_fault_leaves_the_rest_as_it_is_set() -> None:
    loaded = parsed(
        b'[screen]\nmeasure = 1\nascii = true\n[[catalogue]]\n[[catalogue]]\nname = "a"\nurl = "https://a.example/x"'
    )
    assert loaded.settings.screen == Screen(ascii=True)
    assert [one.name for one in loaded.settings.catalogue] == ["a"]
    assert len(loaded.faults) == 2


@pytest.mark.parametrize("url", ["ftp://a.example/x", "https://a.example/{day}", "", "a b"])
def test_an_address_that_nobody_could_fetch_is_refused(url: str) -> None:
    loaded = parsed(f'[[catalogue]]\nname = "a"\nurl = "{url}"'.encode())
    assert not loaded.settings.catalogue
    assert "catalogue 1.url must be an http or https address" in loaded.faults[0]


@given(st.binary(max_size=100) | st.text("[]=\"'a.1{}, \n", max_size=60).map(str.encode))
def test_whatever_the_file_holds_there_are_settings_that_can_be_printed(raw: bytes) -> None:
    settings = parsed(raw).settings
    assert parsed(as_toml(settings).encode()) == Loaded(settings)


TEXT = st.text(max_size=30).map(clean_line).filter(bool)


@given(
    st.builds(
        Settings,
        st.builds(Screen, TEXT, st.booleans(), st.integers(40, 200), st.just("detailed")),
        st.builds(Agenda, st.integers(0, 120), st.integers(0, 60), st.just("osc9")),
        st.dictionaries(TEXT, st.just(("s", "space"))).map(lambda all_: tuple(all_.items())),
        st.dictionaries(TEXT, TEXT).map(lambda all_: tuple(all_.items())),
        st.lists(TEXT.map(lambda text: replace(MOTHCON, name=text, title=text))).map(tuple),
    )
)
def test_what_is_printed_reads_back_the_same(settings: Settings) -> None:
    loaded = parsed(as_toml(settings).encode())
    assert not loaded.faults
    assert loaded.settings == settings


@pytest.mark.parametrize("section", [Settings, *SECTIONS.values()])
def test_every_setting_says_what_it_is_for(section: type) -> None:
    assert list(described(section)) == [one.name for one in fields(section)]


def test_the_readme_lists_every_setting() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for title, section in SECTIONS.items():
        row = re.search(rf"^\| `{re.escape(title)}` \| (.*) \|$", readme, re.MULTILINE)
        assert row
        assert re.findall(r"`(\w+)`", row[1]) == [one.name for one in fields(section)]


def test_the_example_of_the_readme_holds() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example
    loaded = parsed(example[1].encode())
    assert not loaded.faults
    assert loaded.settings.agenda.travel == 10


def test_the_command_prints_what_holds_and_tells_what_does_not(run: Run, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    file = written(home / "config" / "config.toml", "[screen]\nascii = true\nrows = 3\n")
    before = Path(file).read_bytes()
    ran = run("config")
    assert ran.code == 0
    assert parsed(ran.out.encode()).settings.screen == Screen(ascii=True)
    assert "screen.rows must be one of compact, detailed" in ran.err
    assert Path(file).read_bytes() == before
