"""What tests of the patientsäkerhetsberättelse share: a report of the example's records, in any set of headings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.reporting.headings import SETTING
from kvalitet.reporting.making import Draft, make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.publishing import read
from kvalitet.reporting.reports import REPORTS
from kvalitet.reporting.tree import Document
from kvalitet.workspace import Workspace, find_workspace
from tests.conftest import DAY, ROOT

SETS = ("agera-for-saker-vard", "skr-2020", "skr-2011")
HV, BOU = "ENH-halsa-och-valfardsnamnden", "ENH-barn-och-utbildningsnamnden"
YEAR = 2025


def with_headings(name: str, root: Path = ROOT) -> Workspace:
    """The example's workspace with another set of headings; its words and templates lie in another folder if asked."""
    found = find_workspace(ROOT)
    values = {**found.configuration.values, SETTING: name}
    return replace(found, root=root, configuration=replace(found.configuration, values=values))


def drafted(records: Records, workspace: Workspace, enhet: str = HV, *, public: bool = False) -> Draft:
    """A patientsäkerhetsberättelse of the example's records."""
    order = Order(REPORTS["patientsakerhetsberattelse"], Period.of_year(YEAR), DAY, enhet, public)
    return make(order, workspace, records)


def parsed(draft: Draft, folder: Path) -> Document:
    """The draft as a document; its images are laid in a folder of their own."""
    return read(draft, folder)
