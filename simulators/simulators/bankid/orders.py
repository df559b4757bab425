"""The orders of the simulated BankID: how one is opened, played by a phone, collected and ended."""

import hmac
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulators.bankid.persons import Person
from simulators.bankid.qr import parse_qr, qr_text

PENDING_HINTS = frozenset(
    {"outstandingTransaction", "noClient", "started", "userMrtd", "userCallConfirm", "userSign", "processing"}
)
FAILED_HINTS = frozenset(
    {
        "expiredTransaction",
        "certificateErr",
        "userCancel",
        "cancelled",
        "startFailed",
        "userDeclinedCall",
        "notSupportedByUserApp",
        "transactionRiskBlocked",
    }
)
_NOT_STARTED = frozenset({"outstandingTransaction", "noClient"})
_QR_FORWARD_S = 2
"""A code may be this many seconds ahead: the other side's clock starts when the answer is on its way."""


class AlreadyInProgressError(Exception):
    """The required person has an order in progress. That order is aborted, and no new one is made."""


class NoSuchOrderError(Exception):
    """There is no order by this reference, or its end has been collected already."""


class OrderEndedError(Exception):
    """The phone acted on an order that is complete or failed."""


class NotAGenuineCodeError(Exception):
    """A scanned QR text is not one of ours, is forged, or is old."""


@dataclass(frozen=True)
class Request:
    """What the relying party asked for. Data are base64 as sent."""

    kind: str
    end_user_ip: str
    visible_data: str = ""
    non_visible_data: str = ""
    personal_number: str | None = None
    """The signer must have this number."""
    return_risk: bool = False
    mrtd: bool = False
    fails_with: str | None = None
    """A failed hint code that the simulator was told to end this order with."""


@dataclass
class Order:
    """One auth or sign order. `hint_code` is empty once complete."""

    request: Request
    opened_at: datetime
    order_ref: str = field(default_factory=lambda: str(uuid.uuid4()))
    auto_start_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_start_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_start_secret: str = field(default_factory=lambda: str(uuid.UUID(bytes=secrets.token_bytes(16))))
    status: str = "pending"
    hint_code: str = "outstandingTransaction"
    signer: Person | None = None
    ended_at: datetime | None = None
    told: bool = False
    """The relying party knows the end; only the phone may still look at it."""

    def fail(self, hint_code: str, now: datetime) -> None:
        """End in failure; an order that has ended stays as it ended."""
        if self.status == "pending":
            self.status, self.hint_code, self.ended_at = "failed", hint_code, now


@dataclass(frozen=True)
class Limits:
    """How long things may take, as the real service has it, and how many orders are remembered."""

    start_within_s: int = 30
    sign_within_s: int = 180
    no_client_after_s: int = 5
    qr_valid_s: int = 10
    orders_max: int = 10_000


class OrderBook:
    """Every order. `clock` gives the time, UTC with zone."""

    def __init__(self, clock: Callable[[], datetime], limits: Limits | None = None) -> None:
        self.clock = clock
        self.limits = limits or Limits()
        self._by_ref: dict[str, Order] = {}

    def open(self, request: Request) -> Order:
        """Open an order. Raises AlreadyInProgressError, after aborting the order that was in progress."""
        if request.personal_number is not None and self._abort_others(request.personal_number):
            raise AlreadyInProgressError
        while len(self._by_ref) >= self.limits.orders_max:
            del self._by_ref[next(iter(self._by_ref))]
        order = Order(request, self.clock())
        if request.fails_with:
            order.fail(request.fails_with, order.opened_at)
        self._by_ref[order.order_ref] = order
        return order

    def collect(self, order_ref: str) -> Order:
        """Return the order as it stands. Its end is given once; raises NoSuchOrderError after that."""
        order = self._pending_or_ended(order_ref)
        order.told = order.status != "pending"
        return order

    def cancel(self, order_ref: str) -> None:
        """Drop the order at the relying party's wish. Raises NoSuchOrderError."""
        order = self._pending_or_ended(order_ref)
        order.fail("cancelled", self.clock())
        order.told = True

    def on_the_phone(self) -> list[Order]:
        """Return the orders that still wait for someone, newest first."""
        current = [self._aged(order) for order in self._by_ref.values()]
        return [order for order in reversed(current) if order.status == "pending"]

    def by_auto_start_token(self, token: str) -> Order:
        """Return the order that the app was started with. Raises NoSuchOrderError."""
        for order in self._by_ref.values():
            if hmac.compare_digest(order.auto_start_token.encode(), token.encode()):
                return self._aged(order)
        raise NoSuchOrderError

    def scan(self, text: str) -> Order:
        """Read an animated QR code with the phone; the order counts as started. Raises NotAGenuineCodeError."""
        claimed = parse_qr(text)
        if claimed is None:
            raise NotAGenuineCodeError("this is not a BankID code")
        start_token, second = claimed
        order = next((o for o in self.on_the_phone() if o.qr_start_token == start_token), None)
        if order is None:
            raise NotAGenuineCodeError("no open order has this code")
        if not hmac.compare_digest(qr_text(start_token, order.qr_start_secret, second), text.strip()):
            raise NotAGenuineCodeError("the code is forged")
        age_s = (self.clock() - order.opened_at).total_seconds() - second
        if not -_QR_FORWARD_S <= age_s <= self.limits.qr_valid_s:
            raise NotAGenuineCodeError("the code is too old")
        return self.start(order)

    def start(self, order: Order) -> Order:
        """Let the app take the order; nothing happens when it has it already."""
        if order.status == "pending" and order.hint_code in _NOT_STARTED:
            order.hint_code = "started"
        return order

    def identify(self, order: Order, person: Person) -> None:
        """Let a person take the order in their app: it waits for their code, and their other orders are aborted."""
        self._require_pending(order)
        self._abort_others(person.personal_number, than=order)
        order.signer = person
        order.hint_code = "userSign"

    def sign(self, order: Order, person: Person) -> None:
        """Complete the order; it fails with certificateErr when another person was required."""
        self.identify(order, person)
        if order.request.personal_number not in (None, person.personal_number):
            order.fail("certificateErr", self.clock())
            return
        order.status, order.hint_code, order.ended_at = "complete", "", self.clock()

    def hint(self, order: Order, hint_code: str) -> None:
        """Put the order where this hint code says: still pending, or failed. Raises ValueError for an unknown one."""
        self._require_pending(order)
        if hint_code in FAILED_HINTS:
            order.fail(hint_code, self.clock())
        elif hint_code in PENDING_HINTS:
            order.hint_code = hint_code
        else:
            raise ValueError(f"unknown hint code {hint_code}")

    def _pending_or_ended(self, order_ref: str) -> Order:
        if (order := self._by_ref.get(order_ref)) is None or order.told:
            raise NoSuchOrderError
        return self._aged(order)

    def _aged(self, order: Order) -> Order:
        """Apply what time does to an order."""
        age = self.clock() - order.opened_at
        waiting = order.hint_code in _NOT_STARTED
        if age > timedelta(seconds=self.limits.sign_within_s):
            order.fail("expiredTransaction", self.clock())
        elif waiting and age > timedelta(seconds=self.limits.start_within_s):
            order.fail("startFailed", self.clock())
        elif waiting and order.request.personal_number and age > timedelta(seconds=self.limits.no_client_after_s):
            order.hint_code = "noClient"
        return order

    def _abort_others(self, personal_number: str, than: Order | None = None) -> bool:
        aborted = False
        for order in self.on_the_phone():
            whose = order.signer.personal_number if order.signer else order.request.personal_number
            if order is not than and whose == personal_number:
                order.fail("cancelled", self.clock())
                aborted = True
        return aborted

    def _require_pending(self, order: Order) -> None:
        if self._aged(order).status != "pending":
            raise OrderEndedError
