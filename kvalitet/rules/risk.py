"""Rules on risk values and categories: on the scale, in the tree, nothing stored that is computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from kvalitet.catalogue import Catalogue
from kvalitet.field_types import shown
from kvalitet.kinds import Field
from kvalitet.records.collection import Records
from kvalitet.records.record import Entry, Record, groups, walk
from kvalitet.rules.proof import always
from kvalitet.rules.rule import Hit, rule
from kvalitet.scales import STORED_PRODUCTS
from kvalitet.source.exact import Path
from kvalitet.words import hint, listing


def _is_on_any_scale(field: Field, catalogue: Catalogue, day: dt.date) -> Callable[[str], bool] | None:
    """A step that is on every scale is on the one that is named, if all names are of scales that there are."""
    if field.name == "skala":
        return catalogue.scales.__contains__
    fewest = min(scale.size for scale in (catalogue.scale, *catalogue.scales.values()))
    return frozenset(str(step) for step in range(1, fewest + 1)).__contains__ if field.type == "scale" else None


@rule("RIS001", values=_is_on_any_scale)
def lies_on_the_scale(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Sannolikhet och konsekvens är steg på en skala som finns.

    Varför: Ett steg som inte finns går inte att jämföra med andra risker.
    Lagrum: SOSFS 2011:9 5 kap. 1 § (skalan är er egen; föreskriften anger ingen)
    Fel: sannolikhet: 5
    Rätt: sannolikhet: 4
    Gör så här: Välj ett steg på skalan. kvalitet new visar stegen med ? vid frågan.
        Nämner posten en skala gäller den, annars arbetsytans.
    """
    nameless = set()
    for group, path in groups(record):
        scale = records.scale_of(group, record)
        for name, step in _steps(group):
            if scale is None:
                nameless.add(path if group.text("skala") else ())
            elif not 1 <= step <= scale.size:
                message = f"{step} är inget steg på skalan; skriv 1 till {scale.size}"
                yield Hit(group.place(name), message, group.fields[name].path)
    for path in sorted(nameless, key=str):
        yield _unknown_scale(record, (*path, "skala"), records)


def _unknown_scale(record: Record, path: Path, records: Records) -> Hit:
    known = listing(records.catalogue.scales)
    return Hit(record.document.place(path), f"det finns ingen sådan skala; skriv {known}", ".".join(map(str, path)))


def _steps(group: Entry) -> Iterator[tuple[str, int]]:
    """Yield the steps on a scale that stand in a group, by the names of their fields."""
    for name, field in group.fields.items():
        step = group.integer(name) if field.type == "scale" else None
        if step is not None:
            yield name, step


@rule("RIS002", proof=always)
def stores_no_product(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Riskvärdet står inte i posten.

    Varför: Riskvärdet räknas ut ur sannolikhet och konsekvens. Står det också i posten kan de säga olika saker.
    Lagrum: SOSFS 2011:9 5 kap. 1 §
    Fel: riskbedomning: {sannolikhet: 3, konsekvens: 2, riskvarde: 6}
    Rätt: riskbedomning: {sannolikhet: 3, konsekvens: 2}
    Gör så här: Ta bort raden.
    """
    for group, path in groups(record):
        if "sannolikhet" not in group.fields:
            continue
        for key in group.values:
            if key in STORED_PRODUCTS and key not in group.fields:
                place = record.document.key_place((*path, key))
                yield Hit(place, f"{key} räknas ut ur sannolikhet och konsekvens; ta bort raden", key)


def _is_in_the_tree(field: Field, catalogue: Catalogue, day: dt.date) -> Callable[[str], bool] | None:
    """Every field with a category is asked, and no other; in the tree there is nothing to tell."""
    return catalogue.categories.__contains__ if field.type == "category" else None


@rule("KAT001", values=_is_in_the_tree)
def lies_in_the_tree(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Kategorin finns i kategoriträdet.

    Varför: Bara kategorier ur samma träd går att räkna ihop till mönster.
    Lagrum: SOSFS 2011:9 5 kap. 6 §
    Fel: kategori: läkemedel
    Rätt: kategori: hsl/lakemedel/utebliven-dos
    Gör så här: Skriv sökvägen med snedstreck, från toppen och nedåt.
    """
    tree = records.catalogue.categories
    for field, path, value in walk(record):
        if field is None or field.type != "category" or not isinstance(value, str) or not value.strip():
            continue
        if value not in tree:
            message = f"{shown(value)} finns inte i kategoriträdet{hint(value, list(tree.labels))}"
            yield Hit(record.document.place(path), message, field.path)


RULES = (lies_on_the_scale, stores_no_product, lies_in_the_tree)
