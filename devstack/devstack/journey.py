"""A person who uses only the public REST API: registers a company, invites, buys, writes and sends."""

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self, TypeVar

import httpx

T = TypeVar("T")
PATIENCE_S = 30.0
LOOK_AGAIN_S = 0.05
PASSWORD = "Rallare-1987!"  # noqa: S105 - of people that are made up


class Problem(Exception):
    """The API refused: status, stable code, the whole problem+json."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.body: dict[str, Any] = response.json() if "json" in response.headers.get("content-type", "") else {}
        self.code: str = self.body.get("code", response.text[:200])
        super().__init__(f"{self.status} {self.code}: {self.body.get('title', '')} {self.body.get('findings', '')}")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a visitor finds things: the portal, the mail catcher's page, the phone of the BankID simulator."""

    portal: str
    mail: str
    phone: str


async def until(look: Callable[[], Awaitable[T | None]], what: str, patience_s: float = PATIENCE_S) -> T:
    """Looks again and again until something is there. Raises TimeoutError naming what never came."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience_s
    while True:
        found = await look()
        if found is not None:
            return found
        if loop.time() > deadline:
            raise TimeoutError(f"{what} did not come within {patience_s:.0f} s")
        await asyncio.sleep(LOOK_AGAIN_S)


class Visitor:
    """One person with an account, and the company that the person acts for."""

    def __init__(
        self, addresses: Addresses, email: str, given_name: str, family_name: str, language: str = "sv"
    ) -> None:
        self.addresses = addresses
        self.email = email
        self.given_name = given_name
        self.family_name = family_name
        self.language = language
        self.company = ""
        self.next_step = ""
        """The address that the company's registration led to."""
        self.http = httpx.AsyncClient(
            base_url=addresses.portal, timeout=30, headers={"accept-language": language}, follow_redirects=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def call(self, method: str, path: str, **options: Any) -> Any:
        """Calls the API with JSON; tries again where the API says "later". Raises Problem for a refusal."""
        response = await self.http.request(method, f"/api/v1{path}", **options)
        if response.is_error:
            raise Problem(response)
        body = response.json() if response.content else None
        if response.status_code == 202 and isinstance(body, dict) and "poll" in body:
            return await until(lambda: self._polled(body["poll"]), f"the answer to {method} {path}")
        return body

    async def own(self, method: str, path: str, **options: Any) -> Any:
        """Calls the API under the company that the person acts for."""
        return await self.call(method, f"/companies/{self.company}{path}", **options)

    async def _polled(self, path: str) -> Any:
        response = await self.http.get(path)
        if response.is_error:
            raise Problem(response)
        return None if response.status_code == 202 else response.json()

    # Joining the network.

    async def sign_up(self) -> None:
        """Opens an account, proves it with the code from the mail, and logs in."""
        await self.call(
            "POST",
            "/accounts",
            json={
                "email": self.email,
                "password": PASSWORD,
                "given_name": self.given_name,
                "family_name": self.family_name,
                "language": self.language,
                "privacy_version": "2026-11",
                "captcha": await self.no_robot(),
            },
        )
        mail = await self.mail(lambda item: bool(re.search(r"\b\d{6}\b", item["text"])), "the confirmation mail")
        code = re.search(r"\b\d{6}\b", mail["text"])
        assert code is not None
        await self.call("POST", "/accounts/confirm", json={"email": self.email, "code": code[0]})
        await self.log_in()

    async def no_robot(self) -> str:
        """Solves a challenge as a browser's program does (ALTCHA)."""
        challenge = await self.call("GET", "/accounts/captcha")
        salt = challenge["salt"]
        number = next(
            number
            for number in range(challenge["maxnumber"] + 1)
            if sha256(f"{salt}{number}".encode()).hexdigest() == challenge["challenge"]
        )
        solution = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
        return b64encode(json.dumps({**solution, "number": number}).encode()).decode()

    async def log_in(self, code: str = "") -> None:
        """Whoever has a second factor gives its `code`."""
        asked = {"email": self.email, "password": PASSWORD} | ({"code": code} if code else {})
        session = await self.call("POST", "/sessions", json=asked)
        self.http.headers["authorization"] = f"Bearer {session['token']}"

    async def look_up(self, query: str, country: str = "SE") -> list[dict[str, Any]]:
        answer = await self.call("POST", "/company-lookups", json={"country": country, "search": query})
        hits: list[dict[str, Any]] = answer["hits"]
        return hits

    async def register(self, hit: dict[str, Any], vat_number: str) -> str:
        body = {
            "country": hit["country"],
            "number": hit["number"],
            "name": hit["name"],
            "legal_form": hit["legal_form"],
            "vat_number": vat_number,
        }
        registered = await self.call("POST", "/companies", json=body)
        self.company, self.next_step = registered["company"], registered.get("next", "")
        return self.company

    async def accept_terms(self) -> None:
        terms = (await self.call("GET", "/terms"))["user_terms"]
        await self.own("POST", "/terms", json={"version": terms["version"], "sha256": terms["sha256"]})

    async def sign(self, personal_number: str, name: str) -> None:
        """Signs with BankID: starts, plays the phone, waits until the company is signed."""
        started = await self.own(
            "POST", "/signings", json={"personal_number": personal_number, "authority_declared": True}
        )
        async with httpx.AsyncClient(base_url=self.addresses.phone, timeout=10) as phone:
            door = f"/phone/orders/{started['start_token']}"
            for action in ("scan", "sign"):
                answer = await phone.post(
                    door, json={"action": action, "personalNumber": personal_number, "name": name}
                )
                assert answer.is_success, f"{action}: {answer.text}"

        async def ended() -> str | None:
            page = await self.own("GET", f"/signings/{started['signing']}")
            if page["status"] == "failed":
                raise AssertionError(f"the signing failed: {page['reason']}")
            return str(page["status"]) if page["status"] == "signed" else None

        await until(ended, "the signature")

    # Trading.

    async def buy_credits(self, quantity: int) -> dict[str, Any]:
        """Orders, pays by card on the hosted page, waits for the grant."""
        terms = (await self.call("GET", "/terms"))["terms_of_sale"]
        order = await self.own(
            "POST", "/orders", json={"quantity": quantity, "payment": "card", "terms_version": terms["version"]}
        )
        async with httpx.AsyncClient(timeout=10) as browser:
            paid = await browser.post(
                f"{order['url']}/pay",
                json={"card_type": "visa", "number": "4111111111111111", "expiry": "12/30", "cvc": "123"},
            )
            assert paid.status_code < 400, paid.text

        async def granted() -> dict[str, Any] | None:
            page: dict[str, Any] = await self.own("GET", f"/orders/{order['order']}")
            return page if page["status"] == "paid" else None

        return await until(granted, "the payment")

    async def credits(self) -> int:
        return int((await self.own("GET", "/credits"))["invoice"])

    async def attach(self, content: bytes, name: str) -> dict[str, Any]:
        document: dict[str, Any] = await self.own(
            "POST",
            "/attachments",
            params={"name": name},
            content=content,
            headers={"content-type": "application/pdf"},
        )
        return document

    async def invoice_in(self, invoice: str, *statuses: str) -> dict[str, Any]:
        """Waits until the invoice has one of these statuses, and returns its page."""

        async def reached() -> dict[str, Any] | None:
            page: dict[str, Any] = await self.own("GET", f"/invoices/{invoice}")
            return page if page["status"] in statuses else None

        return await until(reached, f"an invoice that is {' or '.join(statuses)}")

    async def received(self, number: str) -> dict[str, Any]:
        """Waits until the document with this number lies in the inbox, and returns it."""

        async def lies_there() -> dict[str, Any] | None:
            found = [item for item in await self.own("GET", "/inbox") if item["number"] == number]
            return found[0] if found else None

        return await until(lies_there, f"invoice {number} in the inbox")

    async def download(self, path: str, patience_s: float = PATIENCE_S) -> bytes:
        """The bytes of a document; waits while its PDF is being made. Raises Problem."""

        async def made() -> bytes | None:
            response = await self.http.get(f"/api/v1/companies/{self.company}{path}")
            if response.is_error:
                raise Problem(response)
            return None if response.status_code == 202 else response.content

        return await until(made, path, patience_s)

    async def mail(self, fits: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Waits for the newest mail to this person that matches."""

        async def arrived() -> dict[str, Any] | None:
            async with httpx.AsyncClient(base_url=self.addresses.mail, timeout=10) as catcher:
                listed = (await catcher.get("/api/mails", params={"to": self.email})).json()
                for item in listed["mails"] if isinstance(listed, dict) else listed:
                    mail: dict[str, Any] = (await catcher.get(f"/api/mails/{item['id']}")).json()
                    if fits(mail):
                        return mail
            return None

        return await until(arrived, what)
