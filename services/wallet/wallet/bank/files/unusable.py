"""What a bank file cannot be used for: told by the process that reads it, which knows nothing of the chassis."""

from __future__ import annotations


class Unusable(ValueError):
    """Nothing of the file is used; `code` is that of the refusal, and details fill its sentence."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}
