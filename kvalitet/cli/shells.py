"""How each shell asks for completion, on click's machinery: its script, its words, and the form of the answer.

click's own scripts are not used: they break a value at a comma, put a space after FIELD=, and in bash
take the parts around an equals sign for words of their own. click has none for PowerShell.
"""

from __future__ import annotations

import os
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
    split_arg_string,
)

from kvalitet.cli.frame import PROGRAM, VARIABLE
from kvalitet.diagnostics import KvalitetError
from kvalitet.words import fold

_CURSOR = "\x01"

_BASH = """\
%(complete_func)s() {
    local line type value
    COMPREPLY=()
    while IFS= read -r line; do
        type=${line%%%%,*}
        value=${line#*,}
        case $type in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            open) COMPREPLY+=("$value"); compopt -o nospace 2>/dev/null ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORD="$2" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local -a plain open response
    local type value help
    (( ! $+commands[%(prog_name)s] )) && return 1
    response=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
%(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")
    for type value help in "${response[@]}"; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files ;;
            open) open+=("$value${help:+:$help}") ;;
            plain) plain+=("$value${help:+:$help}") ;;
        esac
    done
    (( $#open )) && _describe -V kvalitet open -U -S ''
    (( $#plain )) && _describe -V kvalitet plain -U
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \
COMP_CWORD=(commandline -ct | string collect) %(prog_name)s 2>/dev/null)
    for line in $response
        set -l parts (string split -m 1 "," -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case open plain
                echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { "$_" }
    }
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:COMP_WORDS = $words -join "`n"
        $env:COMP_WORD = $wordToComplete
        $env:%(complete_var)s = "powershell_complete"
        & %(prog_name)s 2>$null | ForEach-Object {
            $type, $value, $help = $_ -split "`t", 3
            if ($type -in "dir", "file") {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($value)
            } elseif ($value) {
                [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
            }
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        $env:COMP_WORDS = $env:COMP_WORD = $env:%(complete_var)s = $null
    }
}
"""


class _OneWord(ShellComplete):
    """A shell whose words are whole: an option and its value in one word keep their equals sign."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what can stand for the word that was begun, with the option that stands in it."""
        name, sign, _ = incomplete.partition("=")
        head = f"{name}{sign}" if sign and name.startswith("--") else ""
        return [
            CompletionItem(f"{head}{item.value}", type=item.type, help=item.help)
            for item in super().get_completions(args, incomplete)
        ]

    def source(self) -> str:
        """Return the script. It works in old shells too, so that none is asked for its version."""
        return ShellComplete.source(self)


class _Bash(_OneWord, BashComplete):
    """bash, which breaks words at an equals sign and replaces only what stands after it."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor's, and the one that is begun."""
        words = split_arg_string(os.environ.get("COMP_LINE", "") + _CURSOR)
        return words[1:-1], words[-1].removesuffix(_CURSOR)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what can stand for the part of the word that bash replaces."""
        replaced = os.environ.get("COMP_WORD", "")
        cut = len(incomplete) - len(replaced) if incomplete.endswith(replaced) else 0
        found = super().get_completions(args, incomplete)
        return [CompletionItem(item.value[cut:], type=item.type, help=item.help) for item in found]


class _Zsh(_OneWord, ZshComplete):
    """zsh, which shows what each word means."""

    source_template = _ZSH

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return three lines: type, word and meaning, with the word's colons marked."""
        value = str(item.value).replace(":", r"\:")
        return f"{item.type}\n{value}\n{_one_line(item.help)}"


class _Fish(_OneWord, FishComplete):
    """fish, which shows what each word means and itself drops what does not resemble the typed word."""

    source_template = _FISH

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what can stand for the word, begun as it was typed: to fish å and a are not alike, to us they are."""
        found = super().get_completions(args, incomplete)
        if incomplete.isascii():
            return found
        return [CompletionItem(_begun_as(incomplete, item.value), type=item.type, help=item.help) for item in found]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return type, word and meaning on one line."""
        return f"{item.type},{item.value}\t{_one_line(item.help)}".rstrip("\t")


class _PowerShell(_OneWord):
    """PowerShell, on Windows and elsewhere."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor's, and the one that is begun, without its quotation marks."""
        words = os.environ.get("COMP_WORDS", "").split("\n")
        return words[1:], os.environ.get("COMP_WORD", "").strip("\"'")

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return type, word and meaning on one line; PowerShell wants a meaning that is not empty."""
        return f"{item.type}\t{item.value}\t{_one_line(item.help) or item.value}"


SHELLS = tuple(
    add_completion_class(found).name  # click finds a shell's class by its name
    for found in (_Bash, _Zsh, _Fish, _PowerShell)
)
"""The shells that completion is there for."""


def script(command: click.Command, shell: str) -> str:
    """Return what a shell runs at its start to complete the tool's words."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    return found(command, {}, PROGRAM, VARIABLE).source()


def answer(command: click.Command, instruction: str) -> int:
    """Answer a shell that asks for completion. Where nothing can be known there is nothing to offer."""
    try:
        return shell_complete(command, {}, PROGRAM, VARIABLE, instruction)
    except (KvalitetError, click.UsageError, OSError):
        return 0


def _begun_as(typed: str, word: str) -> str:
    return f"{typed}{word[len(typed) :]}" if fold(word).startswith(fold(typed)) else word


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
