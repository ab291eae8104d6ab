"""`kvalitet hook`: git's hooks put in place and taken away, and what they run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kvalitet.cli import hook_runs, output
from kvalitet.cli.completing import choice
from kvalitet.cli.session import Session, one_of, session
from kvalitet.diagnostics import UsageError
from kvalitet.words import listing

_ACTIONS = ("install", "uninstall", "run")


def hook(
    ctx: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="GÖR", click_type=choice(*_ACTIONS), help="install, uninstall eller run.")
    ],
    name: Annotated[
        str,
        typer.Argument(metavar="KROK", click_type=choice(*hook_runs.RUNS), help="Den krok som git kör, för run."),
    ] = "",
    words: Annotated[list[str] | None, typer.Argument(metavar="ORD", help="Det som git skickar med, för run.")] = None,
) -> int:
    """Låt git granska varje gång något sparas, skickas eller hämtas, eller ta bort den granskningen.

    install lägger in krokarna pre-commit, commit-msg, pre-push och post-merge. Krokar som redan finns körs
    först. uninstall tar bort dem och lägger tillbaka det som fanns. run är det som git själv kör.
    """
    run = session(ctx)
    one_of(action, _ACTIONS, "valet")
    if action == "run":
        if not name:
            raise UsageError(f"run ska följas av en krok; skriv {listing(hook_runs.RUNS)}")
        one_of(name, tuple(hook_runs.RUNS), "kroken")
        return hook_runs.RUNS[name](run, words or [])
    if name:
        raise UsageError(f"{action} gäller alla krokar; skriv bara kvalitet hook {action}")
    return _install(run) if action == "install" else _uninstall(run)


def _install(run: Session) -> int:
    from kvalitet.hooks.installing import hook_folder, install
    from kvalitet.hooks.scripts import NAMES

    place = hook_folder(run.workspace.root)
    install(place, sys.executable)
    output.say(f"Krokarna {listing(NAMES, 'och')} är på plats i {place.folder}.")
    if place.is_among_files:
        output.say_aside("Mappen ligger bland filerna i git. Ta inte med krokarna: de pekar på den här datorns Python.")
    return 0


def _uninstall(run: Session) -> int:
    from kvalitet.hooks.installing import hook_folder, uninstall, workspaces

    place = hook_folder(run.workspace.root)
    left = uninstall(place)
    others = workspaces(place.top)
    if others:
        output.say(f"Den här arbetsytan granskas inte längre. Krokarna är kvar för {listing(others, 'och')}.")
    elif place.is_shared:
        output.say(
            f"Den här arbetsytan granskas inte längre. Krokarna i {place.folder} är kvar, för andra git-förråd kan "
            "använda dem. Här gör de ingenting."
        )
    elif left:
        output.say(
            f"Krokarna är borta, men {listing(left, 'och')} har bytts ut av något annat; se efter i {place.folder}."
        )
    else:
        output.say("Krokarna är borta, och det som fanns före dem är tillbaka.")
    return 0
