"""Word templates such as a municipality has: styles under Swedish ids, a logo, two sections, and its maker's traces."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT, TEMPLATE = f"{_WML}.document.main+xml", f"{_WML}.template.main+xml"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _types(main: str) -> str:
    parts = {
        "document": main,
        "styles": f"{_WML}.styles+xml",
        "settings": f"{_WML}.settings+xml",
        "numbering": f"{_WML}.numbering+xml",
        "header1": f"{_WML}.header+xml",
        "footer1": f"{_WML}.footer+xml",
        "comments": f"{_WML}.comments+xml",
        "footnotes": f"{_WML}.footnotes+xml",
    }
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>'
    )


def relations(*found: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for id, kind, target in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def drawing(attribute: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="914400" cy="304800"/><wp:docPr id="7" name="Logotyp" '
        'descr="Exempelby"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="7" name="l"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {attribute}="rId1"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="304800"/></a:xfrm><a:prstGeom '
        'prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


PARTS: Mapping[str, str] = {
    "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")).replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
    ),
    "docProps/core.xml": (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Mallens Makare</dc:creator>'
        "<cp:lastModifiedBy>Mallens Makare</cp:lastModifiedBy></cp:coreProperties>"
    ),
    "word/document.xml": (
        f"<w:document {_W} {_R}><w:body>"
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        "</w:sectPr></w:pPr></w:p><w:p><w:r><w:t>Skriv din text här</w:t></w:r></w:p>"
        '<w:sectPr><w:footerReference w:type="default" r:id="rId5"/><w:footnotePr><w:numFmt w:val="lowerRoman"/>'
        '</w:footnotePr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="2835" w:bottom="1417" '
        'w:left="2835" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>'
    ),
    "word/_rels/document.xml.rels": relations(
        ("rId1", "styles", "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "numbering", "numbering.xml"),
        ("rId4", "header", "header1.xml"),
        ("rId5", "footer", "footer1.xml"),
        ("rId6", "comments", "comments.xml"),
        ("rId7", "footnotes", "footnotes.xml"),
        ("rId8", "hyperlink", "https://mallen.example/"),
        ("rId9", "image", "https://mallen.example/spar.png"),
    ),
    "word/styles.xml": (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Garamond" w:hAnsi="Garamond"/>'
        '<w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:color w:val="7A1F5C"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Kod"><w:name w:val="Kod"/></w:style></w:styles>'
    ),
    "word/settings.xml": (
        f'<w:settings {_W} {_R}><w:attachedTemplate r:id="rId1"/><w:trackRevisions/><w:documentProtection '
        'w:edit="readOnly" w:enforcement="1"/><w:updateFields w:val="true"/><w:compat/></w:settings>'
    ),
    "word/_rels/settings.xml.rels": relations(("rId1", "attachedTemplate", "https://mallen.example/mall.dotm")),
    "word/numbering.xml": (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    ),
    "word/header1.xml": f"<w:hdr {_W} {_R}><w:p>{drawing('r:embed')}<w:r><w:t>Exempelby kommun</w:t></w:r></w:p></w:hdr>",
    "word/_rels/header1.xml.rels": relations(("rId1", "image", "media/logo.png")),
    "word/footer1.xml": f"<w:ftr {_W}><w:p><w:r><w:t>Box 1, Exempelby</w:t></w:r></w:p></w:ftr>",
    "word/comments.xml": f'<w:comments {_W}><w:comment w:id="0" w:author="Mallens Makare"/></w:comments>',
    "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="1"><w:p/></w:footnote></w:footnotes>',
}


def template(*, main: str = DOCUMENT, **changed: str) -> bytes:
    """Return the template as a file; a part is changed by its name, without folder and end."""
    parts: dict[str, str] = {"[Content_Types].xml": _types(main), **PARTS}
    for name in parts:
        stem = name.rpartition("/")[2].removesuffix(".xml")
        parts[name] = changed.get(stem.replace(".xml.rels", "_rels"), parts[name])
    return packed({name: text.encode() for name, text in parts.items()} | {"word/media/logo.png": PNG})


def packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()
