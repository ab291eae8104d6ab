"""Every kind of fault that a file can have, each with the finding that it must give.

A fault is put into the record of `record.py`, or beside it. The canary, a published test number, stands in or near the
faulty text: whatever is found, it is never shown. Columns count characters from 1, as editors do.
"""

from __future__ import annotations

from faulting import file_faults, text_faults, yaml_faults
from faulting.making import Fault

BULK: tuple[Fault, ...] = tuple(yaml_faults.bulk())
"""Faults of size that take half a second or more each: the harness in bench/ runs them, the ordinary tests do not."""

FAULTS: tuple[Fault, ...] = tuple(
    fault
    for family in (
        *(text_faults.encodings, text_faults.characters, text_faults.no_records, text_faults.merges, text_faults.ends),
        *(yaml_faults.structure, yaml_faults.names_of_fields, yaml_faults.references, yaml_faults.sizes),
        *(yaml_faults.values, file_faults.nodes, file_faults.names_of_files),
    )
    for fault in family()
)
"""Every other fault, each once, by a name of its own."""
