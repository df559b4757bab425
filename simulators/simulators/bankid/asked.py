"""What a relying party may send, and how it is refused: the bodies of auth, sign, collect and cancel."""

import base64
import binascii
import ipaddress
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from simulators.bankid.orders import Request
from simulators.numbers import is_personal_number

VISIBLE_SIGN_MAX = 40_000
VISIBLE_AUTH_MAX = 1_500
NON_VISIBLE_MAX = 200_000
"""Longest data of each kind, in base64 characters."""


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("must be base64 of UTF-8 text") from error
    return text


def _personal_number(text: str) -> str:
    if not is_personal_number(text):
        raise ValueError("must be a personal number of 12 digits")
    return text


def _ip_address(text: str) -> str:
    return str(ipaddress.ip_address(text))


Base64 = Annotated[str, AfterValidator(_base64)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Requirement(_Strict):
    """What the signer and the signer's BankID must be."""

    personal_number: Annotated[str, AfterValidator(_personal_number)] | None = Field(None, alias="personalNumber")
    pin_code: StrictBool = Field(False, alias="pinCode")
    mrtd: StrictBool = False
    certificate_policies: list[str] | None = Field(None, alias="certificatePolicies", max_length=10)
    card_reader: Literal["class1", "class2"] | None = Field(None, alias="cardReader")
    risk: Literal["low", "moderate"] | None = None


class AuthOrder(_Strict):
    """The body of POST /auth. A personal number at the top is refused: v6 knows it only as a requirement."""

    end_user_ip: Annotated[str, AfterValidator(_ip_address)] = Field(alias="endUserIp")
    requirement: Requirement = Requirement()
    user_visible_data: Annotated[Base64, Field(max_length=VISIBLE_AUTH_MAX)] = Field("", alias="userVisibleData")
    user_non_visible_data: Base64 = Field("", alias="userNonVisibleData", max_length=NON_VISIBLE_MAX)
    user_visible_data_format: Literal["simpleMarkdownV1"] | None = Field(None, alias="userVisibleDataFormat")
    return_url: str | None = Field(None, alias="returnUrl", max_length=512)
    return_risk: StrictBool = Field(False, alias="returnRisk")
    web: dict[str, Any] | None = None
    app: dict[str, Any] | None = None

    def request(self, kind: str, fails_with: str | None) -> Request:
        """Return the same wish in the order book's words."""
        return Request(
            kind=kind,
            end_user_ip=self.end_user_ip,
            visible_data=self.user_visible_data,
            non_visible_data=self.user_non_visible_data,
            personal_number=self.requirement.personal_number,
            return_risk=self.return_risk,
            mrtd=self.requirement.mrtd,
            fails_with=fails_with,
        )


class SignOrder(AuthOrder):
    """The body of POST /sign: as /auth, and the text to sign is required."""

    user_visible_data: Annotated[Base64, Field(min_length=1, max_length=VISIBLE_SIGN_MAX)] = Field(
        alias="userVisibleData"
    )


class OrderRef(_Strict):
    """The body of POST /collect and POST /cancel."""

    order_ref: str = Field(alias="orderRef", min_length=1, max_length=64)
