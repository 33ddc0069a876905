"""Programmes from the web: added by their address, updated, and still there without a network."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from command_line import Run
from formats_made_up import ABSTRACTS, FRAB_XML, VIRTUAL_SITE
from formats_rarer import ABSTRACT


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
            """Say nothing."""

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
    assert run("update").out == "MothCon 2025: nothing has changed.\n"
    site.pages["/schedule.xml"] = FRAB_XML.replace(b"T12:00:00", b"T13:00:00")
    assert run("update").lines[0] == "MothCon 2025: 1 moved."


def test_without_the_site_the_copy_is_read_and_called_one(run: Run, site: Site) -> None:
    site.pages["/schedule.xml"] = FRAB_XML
    address = f"{site.address}/schedule.xml"
    run("add", address)
    del site.pages["/schedule.xml"]
    ran = run("list", address)
    assert len(ran.lines) == 3
    assert f"{address} cannot be reached; this is its copy of " in ran.err


def test_the_abstracts_beside_a_feed_are_fetched_with_it(run: Run, site: Site) -> None:
    site.pages["/icml-2026-orals-posters.json"] = VIRTUAL_SITE
    site.pages["/icml-2026-abstracts.json"] = ABSTRACTS
    ran = run("list", f"{site.address}/icml-2026-orals-posters.json", "--json")
    assert ran.objects[0]["abstract"] == ABSTRACT


def test_a_feed_without_abstracts_beside_it_is_read_all_the_same(run: Run, site: Site) -> None:
    site.pages["/icml-2026-orals-posters.json"] = VIRTUAL_SITE
    assert len(run("list", f"{site.address}/icml-2026-orals-posters.json").lines) == 3


def test_a_page_that_is_not_there_is_a_sentence(run: Run, site: Site) -> None:
    ran = run("add", f"{site.address}/nothing")
    assert ran.code == 2
    assert (
        ran.err
        == f"confbrowse: {site.address}/nothing is not there. Look for the address in a browser.\n"
    )
