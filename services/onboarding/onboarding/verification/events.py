"""What has happened while a register was being asked. Stored for ever: add fields with defaults only."""

from uuid import UUID

from chassis import Event
from contracts.values import CompanyId


class RegisterCheckDue(Event, topic="onboarding.register_check_due.v1"):
    """The register is to be asked about a company's details, or whether the signer of `signing` may sign for it."""

    company: CompanyId
    signing: UUID | None = None
    attempt: int = 1


class RegisterCheckOutdated(Event, topic="onboarding.register_check_outdated.v1"):
    """The company changed while the register was being asked: it is asked again when it has answered."""

    company: CompanyId


class RegisterCheckPutOff(Event, topic="onboarding.register_check_put_off.v1"):
    """The register gave no answer, for the reason in `problem`; it is asked again later."""

    company: CompanyId
    signing: UUID | None = None
    attempt: int
    problem: str


class RegisterCheckEnded(Event, topic="onboarding.register_check_ended.v1"):
    """The check ended: the register answered, or was asked ATTEMPTS_MAX times."""

    company: CompanyId
    signing: UUID | None = None


RegisterCheckEvent = RegisterCheckDue | RegisterCheckOutdated | RegisterCheckPutOff | RegisterCheckEnded
