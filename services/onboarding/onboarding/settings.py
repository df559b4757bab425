"""What is special to onboarding: the register of companies, BankID, and how long each may take."""

from pathlib import Path

from pydantic import Field, SecretStr

from chassis import Settings


class OnboardingSettings(Settings):
    """Read from STAFETT_ONBOARDING_<SETTING>."""

    account_hold_h: float = Field(48.0, gt=0)
    """How long a further or changed bank account is held before the company is paid there."""
    invitation_open_days: int = Field(7, ge=1, le=90)
    """How long a colleague may take to answer an invitation."""
    colleagues_unsigned_max: int = Field(10, ge=0, le=1000)
    """How many colleagues a company may invite in all while nobody has signed for it."""

    bolagsverket_url: str = ""
    """Base address of Värdefulla datamängder, such as https://gw.api.bolagsverket.se."""
    bolagsverket_token_url: str = ""
    """Where the access token is fetched; empty for oauth2/token under the base address."""
    bolagsverket_client_id: str = ""
    bolagsverket_client_secret: SecretStr = SecretStr("")
    bolagsverket_timeout_s: float = 5.0
    virk_url: str = ""
    """Base address of the Danish register's distribution, such as http://distribution.virk.dk. Empty: not served."""
    virk_user: str = ""
    virk_password: SecretStr = SecretStr("")
    """The password of the agreement with Erhvervsstyrelsen, which also gives the user."""
    virk_timeout_s: float = 5.0

    brreg_url: str = ""
    """Base address of the Norwegian register, such as https://data.brreg.no. Empty: not served."""
    brreg_timeout_s: float = 5.0

    prh_url: str = ""
    """Base address of the Finnish register's open data, such as https://avoindata.prh.fi. Empty: not served."""
    prh_timeout_s: float = 5.0

    register_answer_bytes_max: int = 2_000_000
    """A longer answer of any register is not read."""
    lookup_hits_max: int = 20
    """How many companies a search by name returns at most."""

    bankid_url: str = ""
    """Base address of the relying party's API, such as https://appapi2.bankid.com/rp/v6.0. Empty: not offered."""
    bankid_certificate_file: Path | None = None
    """PEM of the relying party's certificate and key, for mutual TLS; none against a simulator."""
    bankid_authority_file: Path | None = None
    """PEM of the authority that BankID's own certificate is issued by."""
    bankid_timeout_s: float = 5.0
    bankid_answer_bytes_max: int = 1_000_000
    """A longer answer is not read; a signature with its certificates takes some tens of thousands."""
    bankid_collect_every_s: float = 2.0
    """BankID asks for two seconds, no more and no less."""
    signing_open_s: int = Field(180, ge=30, le=270)
    """How long a person has for signing; BankID ends an order after three minutes itself."""
    signing_grace_s: int = Field(10, ge=0, le=20)
    """How long we wait for BankID's own outcome after that, before we give the order up."""

    visma_sign_url: str = ""
    """Base address of Visma Sign, such as https://sign.visma.net. Empty: not offered."""
    visma_sign_identifier: str = ""
    visma_sign_key: SecretStr = SecretStr("")
    """The organisation's identifier and key (base64), as Visma Sign gives them."""
    visma_sign_timeout_s: float = 10.0
    visma_sign_poll_every_s: float = 5.0
    visma_sign_open_s: int = Field(900, ge=60, le=960)
    """How long a person has on the hosted page."""
    visma_sign_file_bytes_max: int = 10_000_000
    """A larger signed file is not read."""
    signing_return_url: str = ""
    """Where the hosted page sends people back to; `{company}` stands for the company's id."""
