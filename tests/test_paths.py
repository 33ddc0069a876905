"""All files are where the system or the user wants them; no folder is created."""

import shutil
import sys
from pathlib import Path

import pytest

from confbrowse import paths
from confbrowse.paths import app_dirs, shipped


@pytest.fixture(autouse=True)
def _no_wishes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFBROWSE_HOME", *(f"XDG_{kind}_HOME" for kind in XDG)):
        monkeypatch.delenv(name, raising=False)


XDG = ("DATA", "CONFIG", "CACHE", "STATE")


def test_one_folder_holds_everything_if_that_is_wished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFBROWSE_HOME", str(tmp_path / "home"))
    here = app_dirs()
    assert here.agenda == tmp_path / "home" / "data" / "agenda.db"
    assert here.library == tmp_path / "home" / "data" / "library.db"
    assert here.view_state == tmp_path / "home" / "state" / "place.json"
    assert {here.config, here.cache} == {tmp_path / "home" / "config", tmp_path / "home" / "cache"}
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("wished", "found"),
    [
        ("here", "{cwd}/here/data"),
        ("~/conf", "{home}/conf/data"),
        ("~nobody-at-all/conf", "{cwd}/~nobody-at-all/conf/data"),
        (" a b ", "{cwd}/ a b /data"),
    ],
)
def test_the_wished_folder_is_found_from_wherever_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wished: str, found: str
) -> None:
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("CONFBROWSE_HOME", wished)
    expected = found.format(cwd=tmp_path / "cwd", home=tmp_path / "home")
    assert app_dirs().data == Path(expected)
    assert app_dirs().data.is_absolute()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems have other habits")
def test_the_variables_of_xdg_are_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in XDG:
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    here = app_dirs()
    assert [here.data, here.config, here.cache, here.state] == [
        tmp_path / kind / "confbrowse" for kind in XDG
    ]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems have other habits")
@pytest.mark.parametrize("empty", [None, ""])
def test_without_wishes_everything_lies_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if empty is not None:
        monkeypatch.setenv("CONFBROWSE_HOME", empty)
    here = app_dirs()
    assert here.agenda == tmp_path / ".local" / "share" / "confbrowse" / "agenda.db"
    assert here.view_state == tmp_path / ".local" / "state" / "confbrowse" / "place.json"
    assert list(tmp_path.iterdir()) == []


def test_what_ships_beside_the_checkout_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert list(shipped("styles").glob("*.tcss"))


def test_what_ships_inside_the_package_is_preferred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "confbrowse" / "styles").mkdir(parents=True)
    (tmp_path / "styles").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "confbrowse")
    assert shipped("styles") == tmp_path / "confbrowse" / "styles"
    shutil.rmtree(tmp_path / "confbrowse" / "styles")
    assert shipped("styles") == tmp_path / "styles"


def test_what_does_not_ship_is_missed_by_name() -> None:
    with pytest.raises(FileNotFoundError, match="installed without its nonsense directory"):
        shipped("nonsense")


def test_no_place_depends_on_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = app_dirs()
    monkeypatch.chdir(tmp_path)
    assert app_dirs() == before
