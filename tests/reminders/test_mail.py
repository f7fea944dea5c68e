"""Sending, against a mail server in this process."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult

from automation.errors import TongbaoError, UsageError
from automation.reminders.mail import Server, draft, send
from tests.reminders.rounds import reminder, unit_round

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning")


class Box(Message):
    """Keeps what comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[object] = []

    def handle_message(self, message: object) -> None:
        """Keep one."""
        self.mails.append(message)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[Server]:
    """A server on this machine that offers no encryption."""
    running = Controller(box, hostname="127.0.0.1", port=free_port())
    running.start()
    try:
        yield Server("127.0.0.1", running.port)
    finally:
        running.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody trusts, and its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    subprocess.run([program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def encrypted(box: Box, certificate: tuple[Path, Path]) -> Iterator[Server]:
    """A server that offers STARTTLS and lets in office with the password right."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*map(str, certificate))

    def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)

    running = Controller(box, hostname="127.0.0.1", port=free_port(), tls_context=context, authenticator=check)
    running.start()
    try:
        yield Server("localhost", running.port)
    finally:
        running.stop()


def mails() -> list[EmailMessage]:
    one = unit_round(reminder("甲科", email="jia@example.cn"), reminder("乙科"), reminder("丙科", email="b1@example.cn;b2@example.cn"))
    return [draft(one, r) for r in one.reminders]


def test_who_has_an_address_gets_the_mail(server: Server, box: Box) -> None:
    """Two of three units have one; the mail is no draft any more."""
    sent = list(send(mails(), server))
    assert ["jia@example.cn", "b1@example.cn, b2@example.cn"] == sent
    assert sent == [m["To"] for m in box.mails]  # type: ignore[index]
    assert [None, None] == [m["X-Unsent"] for m in box.mails]  # type: ignore[index]


def test_the_line_is_encrypted_where_the_server_offers_it(encrypted: Server, box: Box, certificate: tuple[Path, Path]) -> None:
    """With the office's own certificate trusted, login and mails go through."""
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    login = Server(encrypted.host, encrypted.port, "office", "right")
    assert 2 == len(list(send(mails(), login, trusted)))
    assert 2 == len(box.mails)


def test_a_server_that_cannot_prove_itself_gets_nothing(encrypted: Server, box: Box) -> None:
    """A certificate that nobody vouches for ends it before anything is said."""
    with pytest.raises(TongbaoError, match="证书不可信"):
        list(send(mails(), encrypted))
    assert [] == box.mails


def test_a_wrong_password_is_told(encrypted: Server, certificate: tuple[Path, Path]) -> None:
    """The message names what to look at."""
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    with pytest.raises(TongbaoError, match="不认用户名或密码"):
        list(send(mails(), Server(encrypted.host, encrypted.port, "office", "wrong"), trusted))


def test_a_password_never_goes_over_an_open_line(server: Server, box: Box) -> None:
    """No encryption, no login."""
    with pytest.raises(TongbaoError, match="不支持加密"):
        list(send(mails(), Server(server.host, server.port, "office", "right")))
    assert [] == box.mails


def test_no_server_and_no_sender_are_told(server: Server) -> None:
    """Where nobody answers, and where the plan names no 发件邮箱."""
    with pytest.raises(TongbaoError, match="连不上"):
        list(send(mails(), Server("127.0.0.1", 1)))
    one = unit_round(reminder("甲科", email="a@b.cn"), sender="")
    with pytest.raises(UsageError, match="没有发件人地址"):
        list(send([draft(one, one.reminders[0])], server))


@pytest.mark.parametrize(("text", "expected"), [("smtp.example.cn", ("smtp.example.cn", 25)), ("smtp.example.cn:587", ("smtp.example.cn", 587))])
def test_a_server_is_read_as_written(text: str, expected: tuple[str, int]) -> None:
    """Host, or host and port."""
    read = Server.parse(text)
    assert expected == (read.host, read.port)


@pytest.mark.parametrize("text", ["", ":25", "a b", "host:", "host:x", "host:0", "host:99999"])
def test_what_is_no_server_is_wrong_usage(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError):
        Server.parse(text)
