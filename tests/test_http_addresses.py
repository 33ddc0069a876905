"""Where a fetch may go: any address for the user, public addresses only for a public site; and TLS errors."""

import socket
import ssl
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hostile_server import BODY, Answers, web
from urllib3.exceptions import SSLError

from confbrowse.errors import SourceError
from confbrowse.sources import connection
from confbrowse.sources import http as fetching

PUBLIC = "127.0.0.2"
"""The address that counts as public here."""


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Return a function that starts a site at an address that counts as public and redirects."""
    real = connection.is_special
    monkeypatch.setattr(
        connection, "is_special", lambda address: address != PUBLIC and real(address)
    )
    servers: list[tuple[ThreadingHTTPServer, Thread]] = []

    def start(target: str) -> str:
        class LeadingOn(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
                """Do not log."""

            def do_GET(self) -> None:
                self.send_response(302)
                self.send_header("Location", target)
                self.send_header("Content-Length", "0")
                self.end_headers()

        server = ThreadingHTTPServer((PUBLIC, 0), LeadingOn)
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        servers.append((server, thread))
        return f"http://{PUBLIC}:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"]
)
def test_a_public_site_must_not_lead_to_this_computer(
    public: Callable[[str], str], site: str, tmp_path: Path, host: str
) -> None:
    there = site.replace("127.0.0.1", host)
    with pytest.raises(SourceError, match=r"redirects to .* not on the public internet") as told:
        web(tmp_path).get(public(f"{there}/page"))
    assert str(told.value).endswith("If you trust it, give that address.")
    assert not Answers.seen


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "169.254.169.254", "[fe80::1]", "192.168.1.1", "[::]"]
)
def test_a_public_site_must_not_lead_into_a_private_network(
    public: Callable[[str], str], tmp_path: Path, host: str
) -> None:
    with pytest.raises(SourceError, match="not on the public internet"):
        web(tmp_path).get(public(f"http://{host}/latest/meta-data/"))


def test_a_user_may_ask_for_this_computer_and_follow_where_it_leads(
    site: str, tmp_path: Path
) -> None:
    assert web(tmp_path).get(f"{site}/moved").raw == BODY


def test_a_private_site_may_lead_to_a_public_one_but_not_back(
    public: Callable[[str], str], site: str, tmp_path: Path
) -> None:
    back = public(f"{site}/page")
    with pytest.raises(SourceError, match="not on the public internet"):
        web(tmp_path).get(public(back))
    assert not Answers.seen


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Make moths.example resolve to each of *addresses* in turn, then always to the last."""
    real = socket.getaddrinfo
    left = list(addresses)

    def resolve(host: str, *more: object, **named: object) -> object:
        if host == "moths.example":
            host = left.pop(0) if len(left) > 1 else left[0]
        return real(host, *more, **named)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_public_name_must_not_become_a_private_one_between_two_pages(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = site.rpartition(":")[2]
    way = web(tmp_path)
    way.public.add("moths.example")
    resolving(monkeypatch, "127.0.0.1")
    with pytest.raises(SourceError, match="not on the public internet"):
        way.get(f"http://moths.example:{port}/page")
    assert not Answers.seen


def test_a_name_that_resolves_to_another_address_when_it_is_connected_is_refused(
    public: Callable[[str], str], site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = site.rpartition(":")[2]
    resolving(monkeypatch, PUBLIC, "127.0.0.1")  # looked up, then connected
    with pytest.raises(SourceError, match="not on the public internet"):
        web(tmp_path).get(public(f"http://moths.example:{port}/page"))
    assert not Answers.seen


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"),
    ],
)
def test_a_special_address_is_known(address: str) -> None:
    assert connection.is_special(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_a_public_address_is_not_special(address: str) -> None:
    assert not connection.is_special(address)


def test_https_to_a_port_that_speaks_http_is_no_fault_of_a_certificate(
    site: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError) as told:
        web(tmp_path).get(f"{site.replace('http', 'https')}/page")
    assert f"does not support TLS; try {site}/page." in str(told.value)
    assert "certificate" not in str(told.value)


def test_a_certificate_that_is_not_to_be_trusted_is_still_called_so() -> None:
    inner = ssl.SSLCertVerificationError(1, "certificate verify failed: self-signed certificate")
    said = fetching._reason(SSLError(inner), "https://moths.example/")
    assert said == "its certificate is not trusted"


def test_a_handshake_that_fails_is_neither() -> None:
    inner = ssl.SSLError(1, "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure")
    said = fetching._reason(SSLError(inner), "https://moths.example/")
    assert said == "the secure connection to it failed"
