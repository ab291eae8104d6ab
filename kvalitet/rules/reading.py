"""Rules on files as text: can it be opened, is it UTF-8, is it plain YAML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kvalitet.diagnostics import Related, Severity
from kvalitet.rules.rule import Hit, document_rule
from kvalitet.source.document import Document
from kvalitet.source.faults import Fault, FaultKind
from kvalitet.source.text import EMPTY_BYTES, TEXT_FORMATS


def _has_no_faults(document: Document) -> bool:
    """The rules here tell faults that the reader met, and nothing else."""
    return not document.faults


_fault_rule = partial(document_rule, proof=_has_no_faults)


def _hits(document: Document, kind: FaultKind, message: str) -> Iterator[Hit]:
    for fault in _faults(document, kind):
        yield Hit(document.at(fault.span), message)


def _faults(document: Document, kind: FaultKind) -> list[Fault]:
    return [fault for fault in document.faults if fault.kind is kind]


@_fault_rule("FIL001")
def can_be_opened(document: Document) -> Iterator[Hit]:
    """Filen går att öppna.

    Varför: En fil som inte kan läsas kan inte granskas, och det som står där saknas i varje redovisning.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: Filen tillhör ett annat konto och saknar läsrättighet.
    Rätt: Alla som arbetar i arbetsytan får läsa alla poster.
    Gör så här: Ge läsrättighet till filen, eller hämta den på nytt ur git.
    """
    yield from _hits(document, FaultKind.UNREADABLE, "filen går inte att öppna; ge läsrättighet till den")


@_fault_rule("FIL002")
def is_no_link(document: Document) -> Iterator[Hit]:
    """Filen är ingen länk till en annan fil.

    Varför: En symbolisk länk kan peka utanför arbetsytan. Då granskas något annat än det som sparas i git.
    Lagrum: – (teknisk regel)
    Fel: records/rutin/RUT-a.yaml är en länk till en fil i hemkatalogen.
    Rätt: records/rutin/RUT-a.yaml är en vanlig fil.
    Gör så här: Ta bort länken och lägg in filens innehåll i stället.
    """
    yield from _hits(document, FaultKind.SYMLINK, "filen är en länk; lägg in själva filen i stället")


@_fault_rule("FIL003")
def is_an_ordinary_file(document: Document) -> Iterator[Hit]:
    """Filen är en vanlig fil.

    Varför: Ett rör, en enhet eller en mapp med filnamn kan inte vara en post.
    Lagrum: – (teknisk regel)
    Fel: records/rutin/RUT-a.yaml är en namngiven pipe.
    Rätt: records/rutin/RUT-a.yaml är en vanlig textfil.
    Gör så här: Flytta bort det som inte är en fil ur mappen records.
    """
    yield from _hits(document, FaultKind.NOT_A_FILE, "det här är ingen vanlig fil; flytta bort den ur records")


@_fault_rule("FIL004")
def is_small_enough(document: Document) -> Iterator[Hit]:
    """Filen är högst 1 MB.

    Varför: En post är ett par kilobyte. En stor fil är nästan alltid något annat som hamnat fel.
    Lagrum: – (teknisk regel)
    Fel: En inskannad bilaga har sparats som en post.
    Rätt: Posten pekar på bilagan med ett diarienummer.
    Gör så här: Flytta filen till ärendesystemet och ange diarienumret i posten.
    """
    yield from _hits(document, FaultKind.TOO_LARGE, "filen är större än 1 MB; en post är text på några kilobyte")


@_fault_rule("KOD001")
def is_utf8(document: Document) -> Iterator[Hit]:
    """Filen är sparad som UTF-8.

    Varför: I andra teckenkodningar blir å, ä och ö fel tecken för nästa som läser filen.
    Lagrum: – (teknisk regel)
    Fel: Filen är sparad i Anteckningar som ANSI.
    Rätt: Filen är sparad som UTF-8.
    Gör så här: Öppna filen i en texteditor, välj Spara som och kodningen UTF-8.
    """
    for fault in _faults(document, FaultKind.NOT_UTF8):
        yield Hit(document.at(fault.span), _not_utf8(fault.detail))


def _not_utf8(format_: str) -> str:
    if format_ == EMPTY_BYTES:
        return "här står tomma byte, som efter ett strömavbrott; hämta filen ur git, eller skriv om det som saknas"
    if format_ in TEXT_FORMATS:
        return f"filen är inte UTF-8 (den liknar {format_}); spara den som UTF-8"
    return f"filen är ingen textfil (den liknar {format_}); flytta den ur records"


@_fault_rule("KOD002")
def has_only_visible_characters(document: Document) -> Iterator[Hit]:
    """Texten har inga osynliga styrtecken.

    Varför: Osynliga tecken kan ändra vad texten betyder eller hur den visas, utan att någon ser det.
    Lagrum: – (teknisk regel)
    Fel: Texten är kopierad ur ett dokument och har ett nollbrett blanksteg i ett ord.
    Rätt: Texten är skriven på nytt och har bara vanliga tecken.
    Gör så här: Ställ markören på platsen, sudda några tecken och skriv dem igen.
    """
    for fault in _faults(document, FaultKind.FORBIDDEN_CHARACTER):
        message = f"här står ett osynligt tecken ({fault.detail}); sudda och skriv om stycket"
        yield Hit(document.at(fault.span), message)


@_fault_rule("KOD003", Severity.WARNING)
def has_no_byte_order_mark(document: Document) -> Iterator[Hit]:
    """Filen börjar utan byteordningsmärke.

    Varför: Vissa program på Windows lägger ett osynligt märke först i filen. Andra program läser det som text.
    Lagrum: – (teknisk regel)
    Fel: Filen är sparad som UTF-8 med BOM.
    Rätt: Filen är sparad som UTF-8.
    Gör så här: Spara om filen med kodningen UTF-8 utan BOM.
    """
    yield from _hits(
        document, FaultKind.BYTE_ORDER_MARK, "filen börjar med ett osynligt märke; spara som UTF-8 utan BOM"
    )


@_fault_rule("KOD004", Severity.WARNING)
def ends_lines_one_way(document: Document) -> Iterator[Hit]:
    """Raderna slutar på samma sätt som i resten av arbetsytan.

    Varför: Blandade radslut gör att git visar hela filen som ändrad, och den riktiga ändringen drunknar.
    Lagrum: – (teknisk regel)
    Fel: Filen är sparad med radslut för Windows (CRLF).
    Rätt: Filen är sparad med radslut för Unix (LF).
    Gör så här: Välj radslutet LF i texteditorn. Filen .gitattributes från kvalitet init sköter det i git.
    """
    yield from _hits(document, FaultKind.LINE_ENDINGS, "raden slutar på Windows-vis (CRLF); spara med radslutet LF")


@_fault_rule("KOD006", Severity.WARNING)
def is_encoded_once(document: Document) -> Iterator[Hit]:
    """Bokstäverna å, ä och ö är hela.

    Varför: Text som kodats två gånger går inte att läsa eller söka i.
    Lagrum: – (teknisk regel)
    Fel: Ã¥tgÃ¤rd
    Rätt: åtgärd
    Gör så här: Skriv om orden, eller hämta texten på nytt ur det system som den kommer från.
    """
    yield from _hits(document, FaultKind.DOUBLY_ENCODED, "bokstäverna är trasiga (dubbelkodad text); skriv om dem")


@_fault_rule("KOD007", Severity.WARNING)
def is_composed(document: Document) -> Iterator[Hit]:
    """Bokstäverna å, ä och ö är ett tecken var.

    Varför: Vissa program skriver å som a och en lös ring. Det ser likadant ut, men sökningar missar det.
    Lagrum: – (teknisk regel)
    Fel: Text som är kopierad ur en PDF på en Mac.
    Rätt: Samma text, skriven på tangentbordet.
    Gör så här: Skriv om orden med å, ä eller ö på raden.
    """
    yield from _hits(document, FaultKind.NOT_COMPOSED, "å, ä eller ö är delat i två tecken; skriv om ordet")


@_fault_rule("KOD008")
def ends_with_a_line_break(document: Document) -> Iterator[Hit]:
    """Filens sista rad är avslutad.

    Varför: En fil som tar slut mitt i en rad har ofta blivit avklippt, och då saknas uppgifter.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: Filen slutar med: skapad: 2025-03-14T13:0
    Rätt: Filen slutar med en hel rad och ett radbyte.
    Gör så här: Se efter att hela posten är med, ställ markören sist i filen och tryck Retur.
    """
    yield from _hits(
        document, FaultKind.CUT_OFF, "filen slutar mitt i en rad; se efter att allt är med och avsluta raden"
    )


_UNMERGED = {
    "changed": "git kunde inte slå ihop filen; se efter att den är rätt och kör sedan git add på den",
    "removed": "en gren tog bort posten och en annan ändrade den; behåll den med git add eller ta bort den med git rm",
}


@_fault_rule("GIT001")
def is_merged(document: Document) -> Iterator[Hit]:
    """Ingen sammanslagning är halvfärdig i filen.

    Varför: Två har ändrat samma rader, eller den ena har tagit bort det som den andra ändrade. Tills någon har valt
        vad som gäller är posten inte läsbar.
    Lagrum: – (teknisk regel)
    Fel: En rad som börjar med sju mindre än-tecken (<<<<<<<).
    Rätt: Bara den text som ska gälla står kvar.
    Gör så här: Välj vilka rader som gäller, ta bort de andra och markeringarna, spara och kör git add på filen.
        Är det två händelser som har fått samma id, kör kvalitet renumber SÖKVÄG.
    """
    yield from _hits(
        document,
        FaultKind.CONFLICT_MARKER,
        "olöst sammanslagning; välj vilka rader som gäller och ta bort markeringen",
    )
    for fault in _faults(document, FaultKind.UNMERGED):
        yield Hit(document.at(fault.span), _UNMERGED[fault.detail])


@_fault_rule("YML001")
def is_indented_with_spaces(document: Document) -> Iterator[Hit]:
    """Indrag görs med blanksteg.

    Varför: YAML tillåter inte tabbar i indrag.
    Lagrum: – (teknisk regel)
    Fel: Raden är indragen med tabb.
    Rätt: Raden är indragen med två blanksteg.
    Gör så här: Byt tabben mot blanksteg.
    """
    yield from _hits(document, FaultKind.TAB, "här står en tabb; dra in med blanksteg")


_NO_RECORD = "filen är ingen post; den ska ha rader som fält: värde"
_LEFT_BY_PROGRAMS = {
    "git-lfs": "filen är bara en pekare från git-lfs; hämta den riktiga med git lfs pull",
    "HTML": "filen är en webbsida, ofta en inloggning; hämta posten på nytt ur git",
    "XML": "filen är XML och ingen post; flytta den ur records",
    "RTF": "filen är ett formaterat dokument (RTF); spara posten som ren text",
}


@_fault_rule("YML002")
def is_a_record(document: Document) -> Iterator[Hit]:
    """Filen består av rader med fält, kolon och värde.

    Varför: En tom fil eller en lista är ingen post.
    Lagrum: – (teknisk regel)
    Fel: En tom fil.
    Rätt: id: RUT-delegering
    Gör så här: Ta bort filen, eller skapa posten med kvalitet new.
    """
    for fault in _faults(document, FaultKind.NOT_A_MAPPING):
        yield Hit(document.at(fault.span), _LEFT_BY_PROGRAMS.get(fault.detail, _NO_RECORD))


@_fault_rule("YML003")
def has_plain_keys(document: Document) -> Iterator[Hit]:
    """Före kolonet står ett fältnamn.

    Varför: Ett fält som inte heter något kan inte få en betydelse.
    Lagrum: – (teknisk regel)
    Fel: : utan namn
    Rätt: rubrik: utan namn
    Gör så här: Skriv fältets namn före kolonet, på samma rad.
    """
    yield from _hits(document, FaultKind.BAD_KEY, "före kolonet ska stå ett fältnamn på en rad")


@_fault_rule("YML004")
def has_each_field_once(document: Document) -> Iterator[Hit]:
    """Varje fält står en gång.

    Varför: Står ett fält två gånger vet ingen vilket värde som gäller.
    Lagrum: – (teknisk regel)
    Fel: Två rader som börjar med enhet:
    Rätt: En rad som börjar med enhet:
    Gör så här: Behåll den rad som gäller och ta bort den andra.
    """
    for fault in _faults(document, FaultKind.KEY_TWICE):
        first = document.at(fault.first or fault.span)
        message = f"fältet står redan på rad {first.line}; behåll den rad som gäller"
        yield Hit(document.at(fault.span), message, "", (Related(first, "här står det första gången"),))


_SYNTAX = {
    "colon": "ett kolon följt av blanksteg går inte att läsa här; sätt citattecken runt värdet",
    "no colon": "raden saknar kolon; skriv fält: värde, eller dra in raden om den hör till texten ovanför",
    "indentation": "raden är indragen på ett sätt som inte stämmer med raderna ovanför; rätta indraget",
    "open quote": "ett citattecken saknar sitt slut; skriv citattecken även efter värdet",
    "open bracket": "en lista saknar komma eller sin avslutande parentes; skriv till exempel [sol, lss]",
    "odd start": "värdet börjar med ett tecken som YAML tolkar; sätt citattecken runt värdet",
}


@_fault_rule("YML005")
def is_readable(document: Document) -> Iterator[Hit]:
    """Raderna går att läsa som YAML.

    Varför: Går en rad inte att läsa vet ingen vad resten av posten säger.
    Lagrum: – (teknisk regel)
    Fel: rubrik: Larm: batteriet var slut
    Rätt: rubrik: "Larm: batteriet var slut"
    Gör så här: Sätt citattecken runt värden med kolon, och dra in rader lika långt som deras grannar.
    """
    for fault in _faults(document, FaultKind.SYNTAX):
        message = _SYNTAX.get(fault.detail, "raden går inte att läsa; skriv fält: värde")
        yield Hit(document.at(fault.span), message)


@_fault_rule("YML006")
def is_one_document(document: Document) -> Iterator[Hit]:
    """En fil är en post.

    Varför: Det som står efter en delare (---) i filen hör till ingen post.
    Lagrum: – (teknisk regel)
    Fel: En rad med tre bindestreck mitt i filen.
    Rätt: Två filer med en post i varje.
    Gör så här: Flytta det som står efter strecken till en egen fil.
    """
    yield from _hits(document, FaultKind.SECOND_DOCUMENT, "här börjar en andra post; lägg den i en egen fil")


@_fault_rule("YML010")
def is_shallow(document: Document) -> Iterator[Hit]:
    """Posten är högst 40 nivåer djup.

    Varför: Ingen post behöver mer än fem nivåer. Djupare är ett fel eller ett försök att stoppa granskningen.
    Lagrum: – (teknisk regel)
    Fel: Hundra vänsterparenteser i rad.
    Rätt: En lista med ett värde på varje rad.
    Gör så här: Skriv om stället så att värdena ligger på högst några nivåer.
    """
    yield from _hits(document, FaultKind.TOO_DEEP, "djupare än 40 nivåer; skriv om stället plattare")


@_fault_rule("YML011")
def holds_few_values(document: Document) -> Iterator[Hit]:
    """Posten har högst 20 000 värden.

    Varför: Så många värden hör hemma i en tabell, inte i en post.
    Lagrum: – (teknisk regel)
    Fel: En mätserie med ett värde i sekunden.
    Rätt: Ett värde per period.
    Gör så här: Sammanfatta värdena per månad eller kvartal.
    """
    yield from _hits(document, FaultKind.TOO_MANY_VALUES, "filen har fler än 20 000 värden; sammanfatta dem")


@_fault_rule("YML012")
def has_no_references(document: Document) -> Iterator[Hit]:
    """Varje värde är utskrivet där det står.

    Varför: YAML:s ankare och referenser (& och *) gör att en rad får sin betydelse av en annan. Då går posten inte att läsa rad för rad.
    Lagrum: – (teknisk regel)
    Fel: enhet: *samma
    Rätt: enhet: ENH-sabo-norr
    Gör så här: Skriv ut värdet. Ska det börja med & eller *, sätt citattecken runt det.
    """
    yield from _hits(document, FaultKind.ALIAS, "här står en YAML-referens (&, * eller <<); skriv ut värdet")


@_fault_rule("YML013")
def has_no_tags(document: Document) -> Iterator[Hit]:
    """Inget värde har en YAML-tagg.

    Varför: En tagg (!) byter betydelse på värdet. Här är det fältet som säger vad värdet betyder.
    Lagrum: – (teknisk regel)
    Fel: rubrik: !viktigt Larmet gick inte
    Rätt: rubrik: "!viktigt Larmet gick inte"
    Gör så här: Ta bort taggen, eller sätt citattecken runt värdet om utropstecknet hör till texten.
    """
    yield from _hits(document, FaultKind.TAG, "här står en YAML-tagg (!); ta bort den eller sätt citattecken")


@_fault_rule("YML014")
def has_no_directives(document: Document) -> Iterator[Hit]:
    """Filen har inga YAML-direktiv.

    Varför: En rad som börjar med % först i filen ändrar hur resten läses.
    Lagrum: – (teknisk regel)
    Fel: %YAML 1.1
    Rätt: id: RUT-delegering
    Gör så här: Ta bort raden.
    """
    yield from _hits(document, FaultKind.DIRECTIVE, "här står ett YAML-direktiv (%); ta bort raden")


RULES = (
    can_be_opened,
    is_no_link,
    is_an_ordinary_file,
    is_small_enough,
    is_utf8,
    has_only_visible_characters,
    has_no_byte_order_mark,
    ends_lines_one_way,
    is_encoded_once,
    is_composed,
    ends_with_a_line_break,
    is_merged,
    is_indented_with_spaces,
    is_a_record,
    has_plain_keys,
    has_each_field_once,
    is_readable,
    is_one_document,
    is_shallow,
    holds_few_values,
    has_no_references,
    has_no_tags,
    has_no_directives,
)
