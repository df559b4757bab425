"""The one error of the local network: a sentence that says what is wrong and what to do."""


class LocalNetworkError(RuntimeError):
    """Something of the local network cannot start, stop or be reached. Its text is one line, fit to be shown."""
