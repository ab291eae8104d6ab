"""`kvalitet completion`: the script that lets a shell complete commands, fields, choices and ids."""

from __future__ import annotations

from typing import Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import choice
from kvalitet.cli.session import one_of
from kvalitet.cli.shells import SHELLS, script


def completion(
    ctx: typer.Context,
    shell: Annotated[
        str, typer.Argument(metavar="SKAL", click_type=choice(*SHELLS), help="bash, zsh, fish eller powershell.")
    ],
) -> None:
    """Skriv ut det som låter Tab fylla i kommandon, slag, fält, val och id.

    Så här läggs det in, en gång; öppna sedan ett nytt fönster:

      bash        kvalitet completion bash >> ~/.bashrc
      zsh         kvalitet completion zsh >> ~/.zshrc
      fish        kvalitet completion fish > ~/.config/fish/completions/kvalitet.fish
      powershell  mkdir -Force (Split-Path $PROFILE)
                  Add-Content $PROFILE 'kvalitet completion powershell | Out-String | Invoke-Expression'
    """
    one_of(shell, SHELLS, "skalet")
    output.say_own(script(ctx.find_root().command, shell).rstrip("\n"))
