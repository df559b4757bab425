"""The SMTP side: takes mail for anybody, unless a rule says to refuse, to be slow or to hang for a recipient."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from aiosmtpd.smtp import SMTP, Envelope, Session

from devstack.mail.mailbox import MAIL_BYTES_MAX, Mailbox

RECIPIENTS_MAX = 100
RULES_MAX = 1_000
IDLE_TIMEOUT_S = 120
HANG_MAX_S = 600
SLOW_S = 5.0


class Mode(StrEnum):
    """How a receiver's server behaves. `hang` takes the whole message and then never answers."""

    ACCEPT = "accept"
    TRY_LATER = "4xx"
    REFUSE = "5xx"
    HANG = "hang"
    SLOW = "slow"


@dataclass(slots=True)
class Rule:
    """The rule for one recipient: how to behave, how long to wait when slow, and for how many mails (None: always)."""

    mode: Mode
    delay_s: float = SLOW_S
    times: int | None = None


class Behaviour:
    """Rules by recipient: a whole address, `*@domain`, or `*` for everybody; the narrowest one counts."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def tell(self, rcpt: str, rule: Rule) -> None:
        """Sets a rule; `accept` without a number takes it away. Raises ValueError when there are too many rules."""
        key = rcpt.strip().lower()
        if rule.mode is Mode.ACCEPT and rule.times is None:
            self._rules.pop(key, None)
            return
        if len(self._rules) >= RULES_MAX and key not in self._rules:
            raise ValueError(f"more than {RULES_MAX} rules")
        self._rules[key] = rule

    def forget(self) -> None:
        self._rules.clear()

    def rules(self) -> dict[str, Rule]:
        return dict(self._rules)

    def next_for(self, recipient: str) -> Rule:
        """The rule that counts for a mail to this recipient; a rule with a number is used up by one."""
        address = recipient.lower()
        for key in (address, "*@" + address.rpartition("@")[2], "*"):
            rule = self._rules.get(key)
            if rule is None:
                continue
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    del self._rules[key]
            return rule
        return Rule(Mode.ACCEPT)


class Receiver:
    """What aiosmtpd calls for each recipient and each message."""

    def __init__(self, mailbox: Mailbox, behaviour: Behaviour) -> None:
        self._mailbox = mailbox
        self._behaviour = behaviour
        self._delays: WeakKeyDictionary[Envelope, list[Rule]] = WeakKeyDictionary()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return "452 4.5.3 too many recipients"
        rule = self._behaviour.next_for(address)
        if rule.mode is Mode.TRY_LATER:
            return "451 4.3.0 told to refuse for now"
        if rule.mode is Mode.REFUSE:
            return "550 5.1.1 told that there is no such mailbox"
        if rule.mode in (Mode.HANG, Mode.SLOW):
            self._delays.setdefault(envelope, []).append(rule)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        rules = self._delays.get(envelope, [])
        if any(rule.mode is Mode.HANG for rule in rules):
            await asyncio.sleep(HANG_MAX_S)
            return "451 4.4.2 told to hang"
        if rules:
            await asyncio.sleep(max(rule.delay_s for rule in rules))
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = await self._mailbox.add(envelope.mail_from or "", envelope.rcpt_tos, content)
        return f"250 2.0.0 kept as {mail.id}"


async def serve_smtp(receiver: Receiver, host: str, port: int) -> asyncio.Server:
    """Listens for SMTP in the running loop. Raises OSError when the port is taken."""
    loop = asyncio.get_running_loop()

    def connection() -> SMTP:
        return SMTP(
            receiver,
            hostname="mail.stafett.local",
            data_size_limit=MAIL_BYTES_MAX,
            enable_SMTPUTF8=True,
            timeout=IDLE_TIMEOUT_S,
            loop=loop,
        )

    return await loop.create_server(connection, host, port)
