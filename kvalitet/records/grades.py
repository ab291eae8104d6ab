"""The grades that an event can be given, and which of them are to be reported to IVO."""

from __future__ import annotations

from kvalitet.records.record import Record

GRAVE = {
    "beslut.grad_hsl": ("risk_for_allvarlig_vardskada", "allvarlig_vardskada"),
    "beslut.grad_sol_lss": ("pataglig_risk_allvarligt_missforhallande", "allvarligt_missforhallande"),
}
"""The two gravest grades of either law: they are to be reported to IVO (PSL 3 kap. 5 §, SoL 27 kap. 6 §)."""


def grave_field(record: Record) -> str | None:
    """Return the field in which an avvikelse has one of the two gravest grades, or None."""
    return next((path for path, grades in GRAVE.items() if record.text(path) in grades), None)
