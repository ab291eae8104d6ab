"""The script of each hook: it runs the hook that was there before, then the tool with the Python it was installed in.

Nothing of the script depends on the folder it lies in or is run in, and no word of it is taken from a file.
`-P` keeps Python from taking a `kvalitet` that lies in the folder where git runs the hook.
"""

from __future__ import annotations

import os
import shlex

EARLIER = ".before-kvalitet"
"""What the name of a hook that was there before ends with while ours is in its place."""

SETTING = "kvalitet.workspace"
"""What the workspaces that the hooks judge stand under in a repository's own settings. Without any, they do nothing."""

_SIGN = "# Skriven av kvalitet hook install. Ta bort den med kvalitet hook uninstall; ändra den inte."

_SCRIPT = """\
#!/bin/sh
{sign}
python={python}
earlier="$(dirname -- "$0")/{name}{ending}"
{earlier}
git config --local --get-all {setting} >/dev/null 2>&1
case $? in 1) exit 0 ;; esac
if ! "$python" -P -c 'import kvalitet' 2>/dev/null; then
    echo 'kvalitet: verktyget finns inte längre där det låg när kroken {name} installerades.' >&2
    echo '{advice}' >&2
    exit {code}
fi
{ours}"""

_OURS = '"$python" -P -m kvalitet hook run {name} -- "$@"\n'

_EARLIER = """\
if [ -x "$earlier" ]; then
    "$earlier" "$@" || exit
fi
"""

_EARLIER_WITH_INPUT = """\
# Det som git skickar in läses en gång och ges till båda; x bevarar den sista radbrytningen.
sent="$(cat && echo x)"
sent="${sent%x}"
if [ -x "$earlier" ]; then
    printf '%s' "$sent" | "$earlier" "$@" || exit
fi
"""
_INPUT = "printf '%s' \"$sent\" | "

_INSTALL_AGAIN = "Installera om det och kör kvalitet hook install."
_SKIP = {
    "pre-commit": f"{_INSTALL_AGAIN} För att spara en gång utan granskning: git commit --no-verify.",
    "commit-msg": f"{_INSTALL_AGAIN} För att spara en gång utan granskning: git commit --no-verify.",
    "pre-push": f"{_INSTALL_AGAIN} För att skicka en gång utan granskning: git push --no-verify.",
    "post-merge": _INSTALL_AGAIN,
}

NAMES = tuple(_SKIP)
"""The hooks that the tool has, in the order in which they come during a day's work."""

_TELLS_ONLY = "post-merge"
_HAS_INPUT = "pre-push"


def script(name: str, python: str) -> bytes:
    """Return the script of a hook, that runs the tool with the Python at a path."""
    has_input = name == _HAS_INPUT
    earlier = _EARLIER_WITH_INPUT if has_input else _EARLIER
    text = _SCRIPT.format(
        sign=_SIGN,
        python=shlex.quote(python),
        name=name,
        ending=EARLIER,
        setting=SETTING,
        earlier=earlier.replace(" || exit", "") if name == _TELLS_ONLY else earlier,
        advice=_SKIP[name],
        code=0 if name == _TELLS_ONLY else 1,
        ours=f"{_INPUT if has_input else 'exec '}{_OURS.format(name=name)}",
    )
    return os.fsencode(text)


def is_ours(data: bytes) -> bool:
    """Return whether a hook is one that the tool has written, now or with another Python."""
    return _SIGN.encode() in data.split(b"\n")[:3]
