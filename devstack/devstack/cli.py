"""The command `stafett`."""

import typer

app = typer.Typer()
