"""Reminders as mail: drafts that any mail program opens, and, when asked, sent through the office's own server."""

import contextlib
import hashlib
import smtplib
import ssl
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from automation.errors import TongbaoError, UsageError
from automation.reminders.round import Reminder, Round
from automation.reminders.wording import PRACTICE, heading, message, one_line, report_name

_SECONDS = 30
_ENCRYPTED_PORT = 465
_KINDS = {".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsm": "vnd.ms-excel.sheet.macroEnabled.12"}


@dataclass(frozen=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int = 25
    user: str = ""
    """Empty where the server wants no login."""
    password: str = ""

    @classmethod
    def parse(cls, text: str, user: str = "", password: str = "") -> "Server":
        """Read ``HOST`` or ``HOST:PORT``; raises UsageError for anything else."""
        host, colon, port = text.rpartition(":") if ":" in text else (text, "", "")
        if not host or any(c.isspace() for c in host) or (colon and not (port.isdecimal() and 0 < int(port) < 65536)):
            raise UsageError(f"看不懂邮件服务器“{text}”", "请写成 主机 或 主机:端口，如 smtp.example.cn:587")
        return cls(host, int(port) if port else 25, user, password)


def draft(one: Round, reminder: Reminder) -> EmailMessage:
    """The mail to one unit, with its workbook attached; without 收件人 where the plan has no address."""
    mail = EmailMessage(policy=SMTP)
    practice = PRACTICE if one.plan.settings.practice else ""
    mail["Subject"] = one_line(f"{practice}{heading(one)}：{report_name(one)}（{reminder.unit.name}）")
    if one.plan.settings.sender:
        mail["From"] = one_line(one.plan.settings.sender)
    if reminder.unit.email:
        mail["To"] = ", ".join(one_line(address) for address in reminder.unit.email.split(";"))
    mail["Date"] = format_datetime(one.now.replace(tzinfo=zoneinfo.ZoneInfo(one.plan.settings.timezone)))
    # Mail programs open it as a draft that can be looked over and sent.
    mail["X-Unsent"] = "1"
    mail.set_content(message(one, reminder), charset="utf-8")
    if reminder.attachment:
        kind = _KINDS.get(reminder.attachment.suffix.lower(), "octet-stream")
        mail.add_attachment(reminder.attachment.read_bytes(), maintype="application", subtype=kind,
                            filename=one_line(reminder.attachment.name))
        # Equal content, equal bytes: the library would draw lots.
        mail.set_boundary(f"=-{hashlib.sha256(f'{one.period} {reminder.unit.code}'.encode()).hexdigest()[:32]}")
    return mail


def send(mails: Sequence[EmailMessage], server: Server, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Send each mail that has a recipient; gives the recipients of each as soon as the server has taken it.

    Encrypted where the server offers it, and a login never goes over an open line.

    Raises:
        UsageError: 发件邮箱 is not set.
        TongbaoError: the server cannot be reached, does not prove who it is, or refuses.
    """
    if any(not mail["From"] for mail in mails):
        raise UsageError("没有发件人地址，不能发送", "请在任务书“参数”表填写“发件邮箱”")
    trusted = context or ssl.create_default_context()
    with _words(server), _connected(server, trusted) as line:
        line.ehlo()
        encrypted = isinstance(line, smtplib.SMTP_SSL)
        if not encrypted and line.has_extn("starttls"):
            line.starttls(context=trusted)
            line.ehlo()
            encrypted = True
        if server.user:
            if not encrypted:
                raise TongbaoError(f"邮件服务器 {server.host} 不支持加密，不能用密码登录", "请换支持 STARTTLS 的端口（多为 587）")
            line.login(server.user, server.password)
        for mail in mails:
            if mail["To"]:
                del mail["X-Unsent"]
                line.send_message(mail)
                yield str(mail["To"])


def _connected(server: Server, trusted: ssl.SSLContext) -> smtplib.SMTP:
    if server.port == _ENCRYPTED_PORT:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=trusted)
    return smtplib.SMTP(server.host, server.port, timeout=_SECONDS)


@contextlib.contextmanager
def _words(server: Server) -> Iterator[None]:
    where = f"邮件服务器 {server.host}:{server.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise TongbaoError(f"{where} 不认用户名或密码", "请核对 --smtp-user 和环境变量 TONGBAO_SMTP_PASSWORD（多为授权码）") from error
    except smtplib.SMTPException as error:
        raise TongbaoError(f"{where} 没有收下邮件：{error}", "草稿（.eml）都在，可用邮件软件打开发送") from error
    except ssl.SSLError as error:
        raise TongbaoError(f"{where} 的证书不可信：{error.reason}", "请向信息中心核对服务器名和证书") from error
    except OSError as error:
        raise TongbaoError(f"{where} 连不上：{error.strerror or error}", "请核对主机名、端口和网络；草稿（.eml）都在") from error
