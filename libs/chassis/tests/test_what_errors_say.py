"""An error says what is wrong and where, and repeats nothing of what somebody wrote: logs and dead letters keep it."""

import pytest
from pydantic import ValidationError

from chassis import Settings
from chassis.settings import load_settings
from contracts.portal import v1 as portal


def test_a_fact_of_a_wrong_shape_is_named_without_what_it_holds() -> None:
    with pytest.raises(ValidationError) as wrong:
        portal.SupportCaseOpened.model_validate({"company": "none", "email": "anna@norrsken.example"})
    assert "company" in str(wrong.value) and "anna@norrsken.example" not in str(wrong.value)


def test_a_setting_that_is_wrong_is_named_without_the_secrets_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_WALLET_DATABASE_URL", "postgresql://wallet:hush@localhost/wallet")
    monkeypatch.setenv("STAFETT_WALLET_HTTP_PORT", "many")
    monkeypatch.delenv("STAFETT_WALLET_MASTER_KEY", raising=False)
    with pytest.raises(ValidationError) as wrong:
        load_settings(Settings, "wallet")
    assert "http_port" in str(wrong.value) and "hush" not in str(wrong.value)
