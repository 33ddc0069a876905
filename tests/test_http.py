"""Pages are fetched within limits, from a real server on loopback that breaks every rule."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hostile_server import BODY, LIMITS, Answers, web

from confbrowse.errors import SourceError
from confbrowse.sources.http import Response


@pytest.mark.parametrize("path", ["page", "packed", "moved"])
def test_a_page_is_fetched(site: str, tmp_path: Path, path: str) -> None:
    assert web(tmp_path).get(f"{site}/{path}").raw == BODY
    assert Answers.seen[0][1]["User-Agent"].startswith("confbrowse/")


def test_a_redirect_tells_where_the_page_is(site: str, tmp_path: Path) -> None:
    assert web(tmp_path).get(f"{site}/moved").url == f"{site}/page"


def test_a_page_that_has_not_changed_is_not_sent_again(site: str, tmp_path: Path) -> None:
    first = web(tmp_path).get(f"{site}/page")
    again = web(tmp_path).get(f"{site}/page")
    assert again.raw == first.raw
    assert not again.is_old
    assert Answers.seen[1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("bomb", "is larger than"),
        ("loop", "redirects more than 5 times"),
        ("away", "redirects to an invalid address"),
        ("secret", "redirects to an invalid address"),
        ("short", "broke off in the middle"),
        ("reset", "broke off in the middle"),
        ("garbage", "cannot be decompressed"),
        ("forbidden", "Open it in a browser, save the page"),
        ("broken", "has a server error"),
        ("missing", "does not exist"),
        ("later", "received too many requests"),
    ],
)
def test_what_is_no_page_is_a_sentence(site: str, tmp_path: Path, path: str, said: str) -> None:
    with pytest.raises(SourceError) as told:
        web(tmp_path).get(f"{site}/{path}")
    assert said in str(told.value)
    assert f"{site}/{path}" in str(told.value)
    assert str(told.value).endswith(".")


@pytest.mark.parametrize(
    "url", ["http://[", "http://127.0.0.1:1/x", "http://nowhere.invalid/", "http://\x1b/"]
)
def test_an_address_that_leads_nowhere_is_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(SourceError) as told:
        web(tmp_path).get(url)
    assert str(told.value).isprintable()


def test_a_host_is_asked_for_one_thing_at_a_time_whoever_asks(site: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        asked = [
            pool.submit(web(tmp_path / str(number)).get, f"{site}/alone") for number in range(3)
        ]
    assert [one.result().raw for one in asked] == [BODY] * 3


@pytest.mark.parametrize("secret", ["me:secret@", "me@", ":secret@", "a@b:secret@"])
def test_an_address_with_a_password_is_refused_without_telling_it(
    site: str, tmp_path: Path, secret: str
) -> None:
    with pytest.raises(SourceError) as told:
        web(tmp_path).get(f"{site.replace('://', f'://{secret}')}/page")
    assert "which are never sent" in str(told.value)
    assert "secret" not in str(told.value)
    assert f"{site}/page" in str(told.value)
    assert not Answers.seen


def test_an_at_sign_behind_the_host_is_no_password(site: str, tmp_path: Path) -> None:
    assert web(tmp_path).get(f"{site}/page?by=me@moths.example").raw == BODY


def test_a_busy_site_is_asked_again_after_the_time_it_wants(site: str, tmp_path: Path) -> None:
    waited: list[float] = []
    assert web(tmp_path, sleep=waited.append).get(f"{site}/busy").raw == BODY
    assert waited == [7.0, 7.0]


def test_progress_is_reported(site: str, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    web(tmp_path, progress=lambda done, of: told.append((done, of))).get(f"{site}/page")
    assert told[-1] == (len(BODY), len(BODY))


def test_progress_is_reported_for_a_compressed_response(site: str, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    web(tmp_path, progress=lambda done, of: told.append((done, of))).get(f"{site}/packed")
    size = len(gzip.compress(BODY))
    assert told[-1] == (size, size)


def offline(change: Callable[[Path], object]) -> Callable[[str, Path], Response]:
    def get(site: str, folder: Path) -> Response:
        web(folder).get(f"{site}/page")
        for file in (folder / "cache").iterdir():
            change(file)
        return web(folder, limits=replace(LIMITS, seconds=-1.0)).get(f"{site}/page")

    return get


def test_without_a_network_the_copy_of_before_is_taken_and_called_old(
    site: str, tmp_path: Path
) -> None:
    page = offline(lambda _file: None)(site, tmp_path)
    assert page.raw == BODY
    assert page.is_old
    assert datetime.now(UTC) - page.fetched < timedelta(minutes=5)


@pytest.mark.parametrize("junk", [b"", b"{}", b"junk", b"\xff\x00"])
def test_a_damaged_copy_is_none(site: str, tmp_path: Path, junk: bytes) -> None:
    with pytest.raises(SourceError):
        offline(lambda file: file.write_bytes(junk))(site, tmp_path)


def test_a_cache_that_cannot_be_written_hinders_nothing(site: str, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert web(tmp_path).get(f"{site}/page").raw == BODY
