#!/bin/sh
# Granskar arbetsytan i CI. CI-filen kör det här, med hur fynden ska visas: sh .kvalitet/ci.sh --format short
# Slutar med 0 när inget är fel, annars med koden från det första kommandot som fann något.
set -eu

# Fyll i varifrån verktyget hämtas och i vilken version, här eller som variabler i CI.
# Verktyget finns ännu inte på PyPI, så det hämtas med git. Skriv versionen som en inchecknings hela id, 40 tecken:
# en tagg eller gren kan pekas om, ett id kan det inte.
KVALITET_URL=${KVALITET_URL:-}
KVALITET_COMMIT=${KVALITET_COMMIT:-}

# Sätts av CI-filen. BASE är det som ett ändringsförslag ska in i: då visas bara det som förslaget svarar för.
# BEFORE är det som grenen var före det som skickades. Tomma, eller okända i git, betyder hela arbetsytan.
KVALITET_BASE=${KVALITET_BASE:-}
KVALITET_BEFORE=${KVALITET_BEFORE:-}

workspace=$(dirname -- "$0")/..
if ! printf '%s' "$KVALITET_COMMIT" | grep -Eqx '[0-9a-f]{40}' || [ -z "$KVALITET_URL" ]; then
    echo "kvalitet: fyll i KVALITET_URL och KVALITET_COMMIT överst i $0" >&2
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --no-checkout -- "$KVALITET_URL" "$work/tool"
git -C "$work/tool" checkout --quiet --detach "$KVALITET_COMMIT"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$work/tool/requirements.txt"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "$work/tool"

kvalitet() {
    "$work/venv/bin/kvalitet" -C "$workspace" "$@"
}

# Skriver ut id för en incheckning som finns här, annars ingenting.
commit() {
    [ -z "$1" ] || git -C "$workspace" rev-parse --verify --quiet --end-of-options "$1^{commit}" || :
}

status=0
keep() {
    code=$?
    [ "$status" -ne 0 ] || status=$code
}

base=$(commit "$KVALITET_BASE")
before=$(commit "$KVALITET_BEFORE")
since=${base:-$before}

# Personnummer: i det nya, eller i hela historiken när det inte går att veta vad som är nytt.
if [ -n "$since" ]; then
    kvalitet privacy scan "$since..HEAD" || keep
else
    kvalitet privacy scan --history || keep
fi

if [ -n "$base" ]; then
    kvalitet validate --since "$base" "$@" || keep
else
    kvalitet validate "$@" || keep
fi

# Gränsen för föreskriftens krav. Sätt den strax under det ni har nu, och ta bort # för att låta den gälla.
# kvalitet checklist --minimum 40 --quiet >/dev/null || keep

exit "$status"
