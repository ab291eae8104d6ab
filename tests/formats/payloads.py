"""Text that somebody may have put into a record, a file's name or a workspace's name to make a program obey it."""

from __future__ import annotations

from tests.suites import naughty_strings

CANARY = "19121212-1212"
"""Skatteverket's published test number, which nothing may ever print."""

TERMINAL = (
    *("\x1b[31mröd\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;ny titel\x07", "\x1b]8;;http://ont.example\x07länk\x1b]8;;\x07"),
    *(
        "\x1b]52;c;b25kc2ludA==\x07",
        "\x1bP$q q\x1b\\",
        "\x1b[6n",
        "\x1b[c",
        "\x1b[?1049h",
        "\x1b(0lqqk",
        "\x1bc",
        "\x9b31m",
    ),
    *(
        "\x9d0;titel\x9c",
        "\x90q\x9c",
        "\x85rad",
        "\x07pip",
        "a\bb\bc",
        "skrivs\röver",
        "flik\tflik",
        "\x0b\x0c",
        "\x7f\x00",
    ),
    *("\u202etxet dnäv", "\u2066a\u2069b", "\u200bosynlig\ufeff", "rad\u2028bruten\u2029här", "\U000e0041\U000e0042"),
    *(
        "[bold red]röd[/]",
        "[/red]",
        "[link=http://ont.example]klicka[/link]",
        ":skull: :warning:",
        "\x1b[1;31m[/]\x1b]0;x\x07",
    ),
)
"""What a terminal, or the library that draws on it, could obey."""

WORKFLOW = (
    *(
        "x\n::error::falskt",
        "::error file=a,line=1::falskt",
        "  ::set-output name=a::b",
        "::stop-commands::slut",
        "::add-mask::fel",
    ),
    *(
        "##[error]falskt",
        "text ##[set-env name=A]b",
        "##[group]x",
        "##vso[task.setvariable variable=a]b",
        "##VSO[build.addbuildtag]x",
    ),
    *(
        "%0A::error::x",
        "100 %25",
        "a,b=c::d",
        "x\r::warning::y",
        "::\n::error::",
        "##[##[error]x",
        "::error::##[error]x",
    ),
)
"""What the runner of a CI server could obey in its log."""

MARKUP = (
    *(
        "[länk](javascript:alert(1))",
        "![bild](http://ont.example/x.png)",
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
    ),
    *(
        "a | b | c",
        "\\| \\",
        "`kod` ``mer``",
        "*fet* _kursiv_ ~~struken~~",
        "# rubrik",
        "- punkt",
        "1. ett",
        "> citat",
        "---",
    ),
    *(
        "@alla hjälp",
        "se #12 och !13",
        "http://ont.example",
        "www.ont.example",
        "https://ont.example/@x",
        "&lt;b&gt; &amp;",
    ),
    *(
        "[^1]",
        "<!-- dold",
        "$x^2$",
        "```\nkod",
        "]]>",
        "<![CDATA[x]]>",
        "&xxe;",
        "<?xml?>",
        "{0} {{x}}",
        "[x](1)",
        ":smile:",
    ),
)
"""What Markdown, XML or a SARIF viewer could take for more than text."""

SHEET = (
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "\u00a0=1",
        "'=1+1",
        "''=1",
    ),
    *(
        '=HYPERLINK("http://ont.example","x")',
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff201",
        "=DDE(1)",
        '"=1"',
        "a;=1",
        "a\n=1",
    ),
    *(
        "- fall på golv",
        "lone\rCR",
        "crlf\r\nrad",
        'citat "inne"',
        "; semikolon",
        "'",
        "''",
        "slut'",
        "=",
        "=;",
        '=";"',
        "%0A=1",
        "0=1",
    ),
)
"""What a spreadsheet could take for a formula or for the end of a cell."""

EVERY = (*TERMINAL, *WORKFLOW, *MARKUP, *SHEET, *naughty_strings())

ODD_NAMES = (
    *(
        b"ENH-\xf6.yaml",
        b"rad\n::error::b.yaml",
        b"$(touch x).yaml",
        b"\x1b[31mENH.yaml",
        b"a]]>b.yaml",
        b"##[error]x.yaml",
    ),
    *(
        b"::error::x.yaml",
        b"%0A::error::x.yaml",
        b"a,b=c.yaml",
        b"<img src=x>.yaml",
        b"[x](javascript:1).yaml",
        b"a|b`c`.yaml",
    ),
    *(
        b"{0}.yaml",
        "\u202eENH.yaml".encode(),
        "\u2028.yaml".encode(),
        f"ENH-{CANARY}.yaml".encode(),
        b"a b&c?d#e.yaml",
        b"@x.yaml",
    ),
)
"""Names that a file in a workspace may have."""
