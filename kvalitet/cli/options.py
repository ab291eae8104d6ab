"""Words and options that several commands take, each told in one way."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from kvalitet.cli.completing import ASSIGNMENT, RECORD

RecordId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", click_type=RECORD, help="Postens id.")]

Given: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FÄLT=VÄRDE", click_type=ASSIGNMENT, help="Ett fält och dess värde. Får anges flera gånger."
    ),
]

NoInput: TypeAlias = Annotated[bool, typer.Option("--no-input", help="Fråga inte, även i en terminal.")]

DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Visa ändringen utan att spara den.")]
