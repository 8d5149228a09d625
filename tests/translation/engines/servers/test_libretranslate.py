"""The LibreTranslate engine against a server on this machine that behaves and misbehaves as real ones do."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from jisr.cli import main
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.settings import LibreTranslateSettings
from jisr.model.translation import Capacity, Draft
from jisr.translation.engines.servers import json_server
from jisr.translation.engines.servers.json_server import PAUSES, is_private
from jisr.translation.engines.servers.libretranslate import (
    CHARACTERS,
    TEXTS,
    LibreTranslate,
    make_engine,
)
from tests.argos_package import GOOD
from tests.libretranslate import Handler, served, translate
from tests.libretranslate import LibreTranslate as Server
from tests.project import Project, edit

KEY = "JISR_LIBRETRANSLATE_KEY"
SENTENCES = [f"انخفض منسوب النهر في العام {n}." for n in range(40)]  # the river fell in the year n


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that works."""
    with served() as state:
        yield state


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def connect(server: Server, **env: str) -> LibreTranslate:
    return make_engine(LibreTranslateSettings(server.address), 7, env)


def failing(engine: LibreTranslate, *sentences: str) -> Finding:
    """The finding that translating ends with."""
    with pytest.raises(JisrError) as caught:
        engine.translate(sentences or SENTENCES[:2])
    (finding,) = caught.value.findings
    assert (finding.check, finding.file, finding.line) == ("engine", "mkdocs.yml", 7)
    assert finding.text.startswith("http://127.0.0.1:")
    assert finding.remedy
    assert "\n" not in finding.message
    return finding


# --- what is sent, and what comes of it ---------------------------------------------------------------------


def test_texts_go_in_one_request_and_come_back_in_order(server: Server) -> None:
    assert connect(server).translate(SENTENCES) == [Draft(translate(text)) for text in SENTENCES]
    assert server.texts == [SENTENCES]
    assert all("api_key" not in body for path, body in server.asked if path == "/translate")
    assert connect(server).capacity == Capacity(TEXTS, CHARACTERS, requests=2)


def test_nothing_is_asked_before_the_first_sentence(server: Server) -> None:
    engine = connect(server)
    assert engine.translate([]) == []
    assert server.asked == []
    engine.translate(SENTENCES[:1])
    engine.translate(SENTENCES[:1])
    assert [path for path, _ in server.asked] == [
        "/languages",
        "/translate",
        "/spec",
        "/translate",
        "/translate",
    ]


def test_the_name_follows_version_and_model(server: Server) -> None:
    name = connect(server).name
    assert name.startswith("libretranslate 1.6.5 ar-en ")
    server.version = "1.7.0"
    assert connect(server).name == name.replace("1.6.5", "1.7.0")
    server.translate = lambda text: translate(text) + "!"
    assert connect(server).name.split()[:3] == ["libretranslate", "1.7.0", "ar-en"]
    assert connect(server).name != name.replace("1.6.5", "1.7.0")


@pytest.mark.parametrize("version", [None, "?", "", "1 2\n3", "v" * 50, "1,2"])
def test_a_version_that_is_none_is_left_out(server: Server, version: str | None) -> None:
    server.version = version
    assert connect(server).name.split()[:2] == ["libretranslate", "ar-en"]


def test_the_address_may_have_a_path_and_a_slash(server: Server) -> None:
    for path in ("/", "/lt", "/lt/"):
        engine = make_engine(LibreTranslateSettings(server.address + path), 7, {})
        if path == "/":
            assert engine.name
        else:
            assert "another server" in failing(engine).remedy
            assert server.asked[-1][0] == "/lt/languages"


def test_the_key_comes_from_the_environment_and_reaches_no_finding(server: Server) -> None:
    server.key = "s3cret"
    assert connect(server, **{KEY: "s3cret"}).translate(SENTENCES[:1]) == [Draft(translate(SENTENCES[0]))]
    for env in ({}, {KEY: "wrong"}):
        finding = failing(connect(server, **env))
        assert KEY in finding.remedy
        assert "wrong" not in finding.message + finding.text + finding.remedy
    own = make_engine(LibreTranslateSettings(server.address, "MY_KEY"), 7, {"MY_KEY": "s3cret"})
    assert own.translate(SENTENCES[:1]) == [Draft(translate(SENTENCES[0]))]
    assert "Invalid API key …" in finding.message
    assert "400: Please contact" in failing(connect(server)).message


# --- what servers refuse ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("batch", "characters"), [(5, 10_000), (3, 10_000), (100, 250)])
def test_a_request_that_a_server_finds_too_large_is_halved(
    server: Server, batch: int, characters: int
) -> None:
    server.batch_limit, server.char_limit = batch, characters
    drafts = connect(server).translate(SENTENCES)
    assert drafts == [Draft(translate(text)) for text in SENTENCES]


def test_a_text_that_a_server_finds_too_long_fails_alone_for_its_length(server: Server) -> None:
    server.char_limit = 200
    drafts = connect(server).translate([SENTENCES[0], "قال " * 60, SENTENCES[1]])
    assert [draft.failure for draft in drafts] == ["", "too long", ""]


def test_one_text_on_which_the_server_fails_spoils_no_other(server: Server) -> None:
    def fail(text: str) -> str:
        if "العام 7." in text:
            raise ValueError("tensor")
        return translate(text)

    server.translate = fail
    failures = [draft.failure for draft in connect(server).translate(SENTENCES)]
    assert failures == ["server error" if n == 7 else "" for n in range(len(SENTENCES))]


def test_a_server_that_fails_on_all_is_not_asked_for_ever(server: Server) -> None:
    def break_down(_: str) -> str:
        if len(server.asked) > 3:
            raise ValueError("out of\nmemory\u202e \x1b[31m" + "x" * 999)
        return "Fine."

    server.translate = break_down
    finding = failing(connect(server), *SENTENCES)
    assert "500: Cannot translate text: out of memory" in finding.message
    assert finding.message.isprintable()
    assert len(finding.message) < 300
    assert len(server.asked) < 3 + 2 * len(SENTENCES)


@pytest.mark.parametrize(
    ("again", "pauses"),
    [
        ({}, list(PAUSES[:2])),
        ({"again": "7"}, [7.0, 7.0]),
        ({"again": "soon"}, list(PAUSES[:2])),
        ({"again": "-3"}, list(PAUSES[:2])),
        ({"again": "Sat, 01 Jan 2000 00:00:00 GMT"}, [0.0, 0.0]),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_waited_for(
    server: Server, slept: list[float], status: int, again: dict[str, str], pauses: list[float]
) -> None:
    def busy(handler: Handler) -> None:
        handler.say(status, {"error": "Slowdown: 2 per 1 minute"}, **again)

    server.script = [None, busy, busy]
    assert connect(server).translate(SENTENCES[:1]) == [Draft(translate(SENTENCES[0]))]
    assert slept == pauses


def test_a_date_to_wait_for_is_a_pause(server: Server, slept: list[float]) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=90))
    server.script = [lambda handler: handler.say(429, {"error": ""}, again=then)]
    connect(server).translate(SENTENCES[:1])
    assert len(slept) == 1
    assert 30 < slept[0] <= 90


@pytest.mark.parametrize(("again", "tries"), [({}, 4), ({"again": "1"}, 4), ({"again": "3600"}, 1)])
def test_a_server_that_stays_busy_or_asks_for_an_hour_is_not_waited_for(
    server: Server, slept: list[float], again: dict[str, str], tries: int
) -> None:
    server.script = [None, *([lambda handler: handler.say(429, {"error": "Slowdown"}, **again)] * 9)]
    finding = failing(connect(server))
    assert "429: Slowdown" in finding.message
    assert len(server.texts) == tries
    assert len(slept) == tries - 1


def redirect(handler: Handler) -> None:
    handler.say(302, {"translatedText": ["no"] * 3}, location="http://198.51.100.7/translate")


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.script = [redirect]
    assert "another address (302)" in failing(connect(server)).message


def test_proxies_of_the_environment_are_not_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://198.51.100.7:3128")
    assert connect(server).translate(SENTENCES[:1]) == [Draft(translate(SENTENCES[0]))]


# --- what is no answer --------------------------------------------------------------------------------------


def answer(data: Any) -> Callable[[Handler], None]:
    return lambda handler: handler.say(200, data)


@pytest.mark.parametrize(
    "act",
    [
        answer({"translatedText": ["one"]}),
        answer({"translatedText": ["one", "two", "three"]}),
        answer({"translatedText": ["one", None]}),
        answer({"translatedText": ["one", None, "two"]}),
        answer({"translatedText": "one two"}),
        answer({"error": "no"}),
        answer([]),
        answer("text"),
        answer(None),
        lambda handler: handler.send(200, b'{"translatedText": ["one", "t'),
        lambda handler: handler.send(200, b'{"translatedText": ["one", "t', 4000),
        lambda handler: handler.send(200, b""),
        lambda handler: handler.send(200, b'{"translatedText": ["one", "\xff\xfe"]}'),
        lambda handler: handler.send(200, b"[" * 100_000),
        lambda handler: handler.wfile.write(b"no HTTP\r\n\r\n"),
        lambda handler: handler.connection.close(),
        lambda handler: handler.say(502, None),
        lambda handler: handler.say(404, {"error": "gone"}),
    ],
)
def test_what_is_no_answer_to_the_texts_gives_them_no_draft(
    server: Server, act: Callable[[Handler], None], recwarn: pytest.WarningsRecorder
) -> None:
    server.script = [None, act]
    failing(connect(server))


def test_a_server_that_hangs_or_drips_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_server, "TIMEOUT", 0.5)

    def drip(handler: Handler) -> None:
        handler.send(200, b"{", 1000)
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            wait(0.1)

    wait = time.sleep
    for act in (lambda _: wait(3), drip):
        server.script = [None, act]
        assert "did not answer within" in failing(connect(server)).message


def test_an_endless_answer_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_server, "MAX_BYTES", 1000)
    server.script = [None, lambda handler: handler.send(200, b" " * 2000 + b'{"translatedText": ["a", "b"]}')]
    failing(connect(server))


def test_a_server_that_is_not_there_is_one_clear_sentence(server: Server) -> None:
    engine = make_engine(LibreTranslateSettings("http://127.0.0.1:1"), 7, {})
    finding = failing(engine)
    assert "cannot be reached" in finding.message
    assert "engine: argos" in finding.remedy


@pytest.mark.parametrize(
    ("languages", "able"),
    [
        ([{"code": "ar", "name": "Arabic"}], True),  # before servers named targets
        ([{"code": "ar", "targets": ["en"]}, {"code": "en", "targets": ["ar"]}], True),
        ([{"code": "ar", "targets": ["ar", "fr"]}], False),
        ([{"code": "ar", "targets": "en"}], False),
        ([{"code": "en", "targets": ["ar"]}], False),
        ([], False),
        ({"ar": ["en"]}, False),
        (["ar"], False),
    ],
)
def test_a_server_without_the_languages_is_sent_no_text(server: Server, languages: Any, able: bool) -> None:
    server.languages = languages
    if able:
        assert connect(server).name
    else:
        assert "--load-only ar,en" in failing(connect(server)).remedy
        assert [path for path, _ in server.asked] == ["/languages"]


# --- where texts may be sent --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True),
        ("LibreTranslate", True),  # a container's name
        ("lt.localhost", True),
        ("nas.local", True),
        ("lt.internal", True),
        ("lt.home.arpa", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("192.168.1.5", True),
        ("169.254.1.1", True),
        ("::1", True),
        ("fd00::7", True),
        ("fe80::1", True),
        ("::ffff:10.0.0.1", True),
        ("::ffff:8.8.8.8", False),
        ("8.8.8.8", False),
        ("172.32.0.1", False),
        ("2606:4700::1", False),
        ("134744072", False),  # 8.8.8.8 in one number
        ("0x08080808", False),
        ("127.1.example.org", False),
        ("example.org", False),
        ("localhost.example.org", False),
        ("notlocal", True),
        ("evil-local.org", False),
        ("example.org.", False),
        ("", False),
    ],
)
def test_which_hosts_are_private(host: str, private: bool) -> None:
    assert is_private(host) is private


@pytest.mark.parametrize(
    ("url", "insecure", "said"),
    [
        ("", False, "needs the address of a server"),
        ("http://translate.example.org", False, "without encryption"),
        ("http://8.8.8.8:5000", False, "without encryption"),
        ("http://[2606:4700::1]:5000", False, "without encryption"),
        ("http://localhost:99999", False, "no address of a server"),
        ("http://[::1", False, "no address of a server"),
        ("https://translate.example.org", False, ""),
        ("http://translate.example.org", True, ""),
        ("http://[::1]:5000", False, ""),
        ("http://libretranslate:5000", False, ""),
    ],
)
def test_where_texts_may_go(url: str, insecure: bool, said: str) -> None:
    settings = LibreTranslateSettings(url, insecure=insecure)
    if not said:
        assert make_engine(settings, 7, {}).translate([]) == []
        return
    with pytest.raises(JisrError, match=said) as caught:
        make_engine(settings, 7, {})
    assert caught.value.findings[0].line == 7
    assert caught.value.findings[0].text == url.rstrip("/")


# --- a whole project ----------------------------------------------------------------------------------------


def test_one_command_drafts_a_project_and_names_engine_and_model(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path / "project")
    chosen = f"engine: libretranslate\n    libretranslate: {{url: '{server.address}'}}"
    edit(project.root / "mkdocs.yml", "jisr: {}", f"jisr:\n    {chosen}")
    project.seed("river", [GOOD[0][0], "وقعت الحكومة [الاتفاق](https://example.org/a) أمس."])
    monkeypatch.setenv(KEY, "s3cret")
    server.key = "s3cret"
    assert main.main(["--project", str(project.root), "draft"]) == 0
    page = project.translation("river").read_text("utf-8")
    assert GOOD[0][1] in page
    ledger = project.ledger("river").read_text("utf-8")
    name = connect(server, **{KEY: "s3cret"}).name
    assert ledger.count(name) == 3
    assert "s3cret" not in page + ledger + str(capsys.readouterr())

    asked = len(server.asked)
    assert main.main(["--project", str(project.root), "draft"]) == 0
    assert len(server.asked) == asked, "there is nothing to draft, and nobody is asked"

    project.seed("second", ["انخفض منسوب النهر هذا العام."])
    server.script = [lambda handler: handler.say(403, {"error": "Invalid API key"})]
    before = project.translation("river").read_bytes()
    assert main.main(["--project", str(project.root), "draft"]) == 1
    shown = capsys.readouterr().err
    assert "mkdocs.yml:7: " in shown
    assert KEY in shown
    assert project.translation("river").read_bytes() == before
    assert project.translation("second").is_file(), "its Arabic is published, and awaits translation"
    assert main.main(["--project", str(project.root), "draft"]) == 0, "the next run goes on"
    assert name in project.ledger("second").read_text("utf-8")
