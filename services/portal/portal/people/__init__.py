"""People, passwords and log-in: rows outside replay, because a secret does not belong in a log for ever."""
