"""Print what an SBOM (CycloneDX, JSON) lists: each distribution with version and licence, and how many there are."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def licences(component: dict[str, Any]) -> str:
    """Return the licences that a component declares, as identifiers, expressions or names."""
    found = [
        entry.get("expression") or entry.get("license", {}).get("id") or entry.get("license", {}).get("name", "")
        for entry in component.get("licenses", [])
    ]
    return ", ".join(sorted({text.split("\n")[0][:60] for text in found if text})) or "not declared"


def main() -> None:
    """List the parts of the file named on the command line."""
    components = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["components"]
    for component in sorted(components, key=lambda component: component["name"].lower()):
        print(f"{component['name']:<20}{component['version']:<16}{licences(component)}")
    print(f"{len(components)} distributions")


if __name__ == "__main__":
    main()
