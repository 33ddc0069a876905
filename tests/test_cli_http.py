"""Programmes from the web: added by URL, updated, and readable without a network."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from command_line import PAGE, Run, written
from sample_formats import ABSTRACTS, FRAB_XML, VIRTUAL_SITE
from sample_formats_rare import ABSTRACT

from confbrowse.sources.loader import age


@dataclass(frozen=True, slots=True)
class Site:
    """A site on loopback."""

    address: str
    pages: dict[str, bytes]


@pytest.fixture
def site() -> Iterator[Site]:
    pages: dict[str, bytes] = {}

    class Pages(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Do not log."""

        def do_GET(self) -> None:
            """Answer with a page, or that there is none."""
            body = pages.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", pages)
        server.shutdown()
        thread.join()


def test_a_programme_is_added_by_its_address_and_updated_from_there(run: Run, site: Site) -> None:
    site.pages["/schedule.xml"] = FRAB_XML
    assert run("add", f"{site.address}/schedule.xml").out.startswith("Added MothCon 2025: 3 talks")
    assert run("update").out == "MothCon 2025: no changes.\n"
    site.pages["/schedule.xml"] = FRAB_XML.replace(b"T12:00:00", b"T13:00:00")
    assert run("update").lines[0] == "MothCon 2025: 1 moved."


def test_without_the_site_the_copy_is_read_and_called_one(run: Run, site: Site) -> None:
    site.pages["/schedule.xml"] = FRAB_XML
    address = f"{site.address}/schedule.xml"
    run("add", address)
    del site.pages["/schedule.xml"]
    ran = run("list", address)
    assert len(ran.talks) == 3
    assert f"{address} cannot be reached; using the copy of " in ran.err
    assert ran.err.endswith(", less than a minute old.\n")


def test_the_abstracts_beside_a_feed_are_fetched_with_it(run: Run, site: Site) -> None:
    site.pages["/icml-2026-orals-posters.json"] = VIRTUAL_SITE
    site.pages["/icml-2026-abstracts.json"] = ABSTRACTS
    ran = run("list", f"{site.address}/icml-2026-orals-posters.json", "--json")
    assert ran.objects[0]["abstract"] == ABSTRACT


def test_a_feed_without_abstracts_beside_it_is_read_all_the_same(run: Run, site: Site) -> None:
    site.pages["/icml-2026-orals-posters.json"] = VIRTUAL_SITE
    assert len(run("list", f"{site.address}/icml-2026-orals-posters.json").talks) == 3


def test_a_page_that_is_not_there_is_a_sentence(run: Run, site: Site) -> None:
    ran = run("add", f"{site.address}/nothing")
    assert ran.code == 2
    assert (
        ran.err
        == f"confbrowse: {site.address}/nothing does not exist. Check the address in a browser.\n"
    )


@pytest.fixture
def known(run: Run, home_folder: Path, site: Site) -> Run:
    """Return a function that calls confbrowse with the site as one of the user's own conferences."""
    (home_folder / "config").mkdir(parents=True)
    url = f"{site.address}/{{year}}/schedule/xml"
    text = f'[[catalogue]]\nname = "MothCon"\nurl = "{url}"\nzone = "Asia/Tokyo"\n'
    written(home_folder / "config" / "config.toml", text)
    return run


def test_my_own_conference_is_added_by_its_name(known: Run, site: Site) -> None:
    site.pages["/2025/schedule/xml"] = FRAB_XML
    assert known("add", "mothcon-2025").out.startswith("Added MothCon 2025: 3 talks")


def test_of_a_page_of_a_known_site_the_whole_programme_is_read_and_updated(
    known: Run, site: Site
) -> None:
    site.pages["/2025/schedule/xml"] = FRAB_XML
    ran = known("add", f"{site.address}/2025/schedule/rooms/")
    assert ran.out.startswith("Added MothCon 2025: 3 talks")
    assert f"read the whole from {site.address}/2025/schedule/xml." in ran.err
    assert known("update").out == "MothCon 2025: no changes.\n"


def test_where_the_whole_programme_cannot_be_had_the_page_is_read_and_that_is_reported(
    known: Run, site: Site
) -> None:
    site.pages["/2025/schedule/page/"] = PAGE.encode()
    ran = known("list", f"{site.address}/2025/schedule/page/", "--name", "ICML 2021")
    assert len(ran.talks) == 4
    assert f"{site.address}/2025/schedule/xml does not exist." in ran.err
    assert f"Read only the page {site.address}/2025/schedule/page/." in ran.err


def paged(site: Site, *, last: bool) -> str:
    """Serve a feed of two pages on *site*, the second only if *last*; return the URL of the first."""
    records = json.loads(VIRTUAL_SITE)["results"]
    pages = [
        {"count": len(records), "next": f"{site.address}/feed?page=2", "results": records[:1]},
        {"count": len(records), "next": None, "results": records[1:]},
    ]
    site.pages["/feed"] = json.dumps(pages[0]).encode()
    if last:
        site.pages["/feed?page=2"] = json.dumps(pages[1]).encode()
    return f"{site.address}/feed"


def test_the_pages_of_a_feed_are_joined(run: Run, site: Site) -> None:
    ran = run("list", paged(site, last=True))
    assert len(ran.talks) == 3
    assert "only the first" not in ran.err


def test_a_page_that_is_refused_is_reported_with_how_much_there_is(run: Run, site: Site) -> None:
    ran = run("list", paged(site, last=False))
    assert len(ran.talks) == 1
    count = json.loads(site.pages["/feed"])["count"]
    assert f"the feed contains only the first 1 of {count} entries" in ran.err


@pytest.mark.parametrize(
    "next_page", ["/feed", "http://elsewhere.example/", "file:///etc/passwd", 3]
)
def test_a_feed_that_leads_in_a_circle_or_away_is_not_followed(
    run: Run, site: Site, next_page: object
) -> None:
    feed = json.loads(VIRTUAL_SITE) | {"next": next_page}
    site.pages["/feed"] = json.dumps(feed).encode()
    assert len(run("list", f"{site.address}/feed").talks) == 3


def test_a_file_sends_nobody_to_the_web(run: Run, site: Site, tmp_path: Path) -> None:
    paged(site, last=True)
    file = tmp_path / "feed.json"
    file.write_bytes(site.pages["/feed"])
    assert len(run("list", str(file)).talks) == 1


def test_a_web_page_instead_of_data_is_called_that(run: Run, site: Site) -> None:
    site.pages["/schedule.json"] = b"<!doctype html><title>Just a &lt;moment&gt;...</title><p>Wait"
    ran = run("add", f"{site.address}/schedule.json")
    assert ran.code == 2
    assert "returned a web page, “Just a <moment>...”, instead of a programme." in ran.err


def test_times_of_a_host_are_shown_on_the_clock_of_the_venue(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "icml-2026-orals-posters.json"
    file.write_bytes(VIRTUAL_SITE)
    as_of_host = run("list", str(file), "--json", "--name", "Moths").objects
    as_of_venue = run("list", str(file), "--json").objects
    told = run("list", str(file), "--json", "--timezone", "PDT").objects
    assert {one["timezone"] for one in as_of_venue if one["start"]} == {"Asia/Seoul"}
    assert {one["timezone"] for one in told} == {one["timezone"] for one in as_of_host}
    assert instants(as_of_venue) == instants(as_of_host)


def instants(talks: list[dict[str, Any]]) -> list[tuple[str, datetime | None]]:
    """Return title and start of each of *talks*; starts are equal if they are the same instant."""
    return [
        (one["title"], datetime.fromisoformat(one["start"]) if one["start"] else None)
        for one in talks
    ]


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=5), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_an_age_is_given_in_words(passed: timedelta, words: str) -> None:
    assert age(passed) == words
