"""Links open outside the screen; if they cannot, a sentence says why and contains the link."""

import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confbrowse.errors import LinkError
from confbrowse.system.browser import LONGEST, Opening, open_link, opening, safe_url

URL = "https://icml.cc/virtual/2021/oral/8543"
PATIENT = 60.0
"""More seconds than any program of these tests needs, unless it is meant never to end."""

X11 = {"DISPLAY": ":0"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
WSL = {"WSL_DISTRO_NAME": "Debian"}
SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
OWN = {"CONFBROWSE_OPENER": "firefox --new-tab"}
RUNDLL = r"D:\Win\System32\rundll32.exe"

Program = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _nothing_known_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {*X11, *WAYLAND, *WSL, *SSH, *OWN, "SSH_TTY", "BROWSER"}:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Return a function that makes a shell script the user's browser; it runs in tmp_path."""
    if sys.platform == "win32":
        pytest.skip("the stand-ins for a browser are shell scripts")
    monkeypatch.chdir(tmp_path)

    def make(lines: str) -> Path:
        script = tmp_path / "a browser"
        script.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("CONFBROWSE_OPENER", shlex.quote(str(script)))
        return script

    return make


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a/b.html?c=d&e=%20#f",
        "https://en.wikipedia.org/wiki/Conference_(disambiguation)",
        "https://example.org./?",
        "https://example.org?q=a@b",
        "http://localhost:8000/",
        "https://[2001:db8::1]:443/",
    ],
)
def test_ordinary_address_stays_as_it_is(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://\N{CYRILLIC SMALL LETTER A}pple.com/", "https://xn--pple-43d.com/"),
        ("https://bücher.example:8443/ä", "https://xn--bcher-kva.example:8443/%C3%A4"),
        ("https://stra\N{LATIN SMALL LETTER SHARP S}e.de", "https://xn--strae-oqa.de"),
        ("https://bu\u0308cher.example", "https://xn--bcher-kva.example"),
        ("https://日本語。jp/", "https://xn--wgv71a119e.jp/"),
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
    ],
)
def test_host_is_shown_as_it_is_looked_up(url: str, safe: str) -> None:
    assert safe_url(url) == safe


def test_nothing_that_a_shell_would_run_or_unquote_is_left() -> None:
    assert safe_url("https://a.org/$(x)`y`\"z'") == "https://a.org/%24(x)%60y%60%22z%27"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "not a complete"),
        ("javascript:alert(1)", "not a complete"),
        ("file:///etc/passwd", "not a complete"),
        ("mailto:chair@example.org", "not a complete"),
        ("-dump", "not a complete"),
        ("-dump_https://example.org", "not a complete"),
        ("example.org/paper", "not a complete"),
        ("https:example.org", "not a complete"),
        ("https://", "not a complete"),
        ("https:///etc/passwd", "not a complete"),
        ("https://[::1", "not a complete"),
        ("https://example.org:80a/", "not a complete"),
        ("https://reader@example.org/", "user name"),
        ("https://icml.cc:pass@evil.example/", "user name"),
        ("https://evil.example\\@icml.cc/", "user name"),
        ("https://evil.example\\.icml.cc/", "host"),
        ("https://icml.cc%2eevil.example/", "host"),
        ("https://a..b/", "host"),
        ("https://℀.org/", "host"),
        (f"https://{'a' * 64}.org/", "host"),
        (f"https://{'a.' * 127}org/", "host"),
        ("https://example.org/a b", "invisible"),
        (" https://example.org/", "invisible"),
        ("https://example.org/\n", "invisible"),
        ("https://exa\tmple.org/", "invisible"),
        ("https://example.org/\x1b[2J", "invisible"),
        ("https://example.org/\x9b2J", "invisible"),
        ("https://example.org/\u202egpj.exe", "invisible"),
        ("https://exam\u200bple.org/", "invisible"),
        ("https://example.org/\ud800", "invisible"),
        (f"https://example.org/{'a' * LONGEST}", "longer"),
    ],
)
def test_address_that_may_do_harm_is_refused(url: str, reason: str) -> None:
    with pytest.raises(LinkError, match=reason) as refusal:
        safe_url(url)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 400


def test_address_of_the_greatest_length_is_not_refused() -> None:
    url = "https://example.org/".ljust(LONGEST, "a")
    assert safe_url(url) == url


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://a.org/", "https://a.org:"]))
def test_what_is_safe_is_plain_and_stays_so(text: str, start: str) -> None:
    try:
        safe = safe_url(start + text)
    except LinkError:
        return
    assert safe.isascii()
    assert safe.isprintable()
    assert safe.startswith(("http://", "https://"))
    assert not set(safe) & set(" \"'$`\\<>|^{}")
    assert safe_url(safe) == safe


@pytest.mark.parametrize(
    ("platform", "environ", "programs", "command"),
    [
        ("darwin", {}, "open", "/bin/open"),
        ("linux", X11, "xdg-open gio", "/bin/xdg-open"),
        ("linux", WAYLAND, "xdg-open", "/bin/xdg-open"),
        ("linux", X11, "gio", "/bin/gio open"),
        ("freebsd14", X11, "xdg-open", "/bin/xdg-open"),
        ("linux", WSL, "wslview", "/bin/wslview"),
        ("linux", {**WSL, **WAYLAND}, "wslview xdg-open", "/bin/wslview"),
        ("linux", {**WSL, **WAYLAND}, "xdg-open", "/bin/xdg-open"),
        ("linux", OWN, "firefox", "/bin/firefox --new-tab"),
        ("linux", {**OWN, **SSH, **X11}, "firefox xdg-open", "/bin/firefox --new-tab"),
        ("darwin", OWN, "firefox open", "/bin/firefox --new-tab"),
        ("linux", {**X11, "CONFBROWSE_OPENER": " "}, "xdg-open", "/bin/xdg-open"),
        ("linux", {**X11, "BROWSER": "w3m"}, "w3m xdg-open", "/bin/xdg-open"),
    ],
)
def test_each_machine_has_its_opener(
    platform: str, environ: dict[str, str], programs: str, command: str
) -> None:
    there = {name: f"/bin/{name}" for name in programs.split()}
    assert opening(URL, environ, platform, there.get) == Opening((*command.split(), URL))


def test_windows_opens_by_the_full_path_of_its_own_program() -> None:
    found = opening(URL, {"SystemRoot": r"D:\Win"}, "win32", {RUNDLL: RUNDLL}.get)
    assert found == Opening((RUNDLL, "url.dll,FileProtocolHandler", URL))


@pytest.mark.parametrize(
    ("platform", "environ", "programs", "reason"),
    [
        ("linux", {**X11, **SSH}, "xdg-open", "you are connected over SSH"),
        ("linux", {**X11, "SSH_TTY": "/dev/pts/1"}, "xdg-open", "you are connected over SSH"),
        ("darwin", SSH, "open", "you are connected over SSH"),
        ("linux", {}, "xdg-open", "there is no display"),
        ("linux", {"BROWSER": "w3m"}, "w3m xdg-open", "there is no display"),
        ("linux", X11, "", "no program to open links was found"),
        ("linux", {**X11, "BROWSER": "w3m"}, "w3m", "no program to open links was found"),
        ("linux", WSL, "", "no program to open links was found"),
        ("linux", {**X11, **OWN}, "xdg-open", "names firefox, which was not found"),
        ("linux", {**X11, "CONFBROWSE_OPENER": "a 'b"}, "a xdg-open", "is not a command"),
        ("linux", {**X11, "CONFBROWSE_OPENER": "\x1bc"}, "xdg-open", r"names \x1bc, which"),
    ],
)
def test_where_nothing_can_be_opened_the_user_learns_why(
    platform: str, environ: dict[str, str], programs: str, reason: str
) -> None:
    there = {name: f"/bin/{name}" for name in programs.split()}
    found = opening(URL, environ, platform, there.get)
    assert found.command is None
    assert reason in found.reason


def test_browser_is_given_the_safe_address_as_one_argument(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = program("printf '%s\\n' \"$@\" > given")
    monkeypatch.setenv("CONFBROWSE_OPENER", f"{shlex.quote(str(script))} --new-tab")
    said = open_link("https://BÜCHER.example/a;b&c?*", PATIENT)
    safe = "https://xn--bcher-kva.example/a;b&c?*"
    assert (tmp_path / "given").read_text().splitlines() == ["--new-tab", safe]
    assert said == f"Opened {safe} in your browser."


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is how Linux desktops open links")
def test_the_opener_of_the_desktop_is_used(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program('echo "$1" > given').rename(tmp_path / "xdg-open")
    monkeypatch.delenv("CONFBROWSE_OPENER")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    open_link(URL, PATIENT)
    assert (tmp_path / "given").read_text() == f"{URL}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a real browser would open")
def test_link_that_cannot_be_opened_is_reported_whole() -> None:
    url = f"https://example.org/{'long/' * 100}end"
    with pytest.raises(LinkError) as refusal:
        open_link(url)
    assert "there is no display" in str(refusal.value)
    assert str(refusal.value).endswith(f" {url}")


def test_refused_address_starts_nothing(program: Program, tmp_path: Path) -> None:
    program("echo > started")
    with pytest.raises(LinkError):
        open_link("file:///etc/passwd", PATIENT)
    assert not (tmp_path / "started").exists()


def test_missing_program_is_reported_with_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFBROWSE_OPENER", "no-such-browser")
    with pytest.raises(LinkError, match="names no-such-browser, which was not found") as refusal:
        open_link(URL)
    assert str(refusal.value).endswith(f" {URL}")


def test_program_that_does_not_start_is_reported_with_the_link(program: Program) -> None:
    program("").write_text("#!/no/such/shell\n", encoding="utf-8")
    with pytest.raises(LinkError, match="a browser does not start") as refusal:
        open_link(URL, PATIENT)
    assert str(refusal.value).endswith(f" {URL}")


def test_program_that_fails_is_reported_with_the_link(program: Program) -> None:
    program("exit 3")
    with pytest.raises(LinkError, match="a browser failed with status 3") as refusal:
        open_link(URL, PATIENT)
    assert str(refusal.value).endswith(f" {URL}")


def test_what_the_program_prints_never_shows(
    program: Program, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    program("printf '\\033[2Jgarbage'; printf '\\033c' >&2; echo > printed")
    open_link(URL, PATIENT)
    assert (tmp_path / "printed").exists()
    assert capfd.readouterr() == ("", "")


def test_program_is_given_neither_the_terminal_nor_the_keyboard(
    program: Program, tmp_path: Path
) -> None:
    asked = "import os, sys; print(os.getsid(0) == os.getpid(), repr(sys.stdin.read()))"
    program(f"exec {shlex.quote(sys.executable)} -c {shlex.quote(asked)} > answer")
    open_link(URL, PATIENT)
    assert (tmp_path / "answer").read_text() == "True ''\n"


def test_browser_that_never_ends_is_left_running_and_reaped(
    program: Program, tmp_path: Path
) -> None:
    program("echo $$ > started; exec sleep 30")
    os.mkfifo(tmp_path / "started")
    started = os.open(tmp_path / "started", os.O_RDWR)
    before = set(threading.enumerate())
    said = open_link(URL, patience=0.0)
    number = int(os.read(started, 64))
    os.close(started)
    os.kill(number, signal.SIGKILL)  # fails if it has ended, or been waited for
    assert said == f"Opened {URL} in your browser."
    for reaper in set(threading.enumerate()) - before:
        reaper.join(PATIENT)
    with pytest.raises(ChildProcessError):
        os.waitpid(number, os.WNOHANG)
