"""What a cell may be made to hold: the XML of a cell, whatever program, person or accident left it so."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from postprod_xl.schema.kinds import Kind
from tests.fuzz.office import FORMATS, Spot, style_of

KEPT = "format gardé"
LONGEST = 32_767

NUMBERS = (
    *("0", "-0", "1", "-1", "2", "5", "-5", "0.5", "0.25", "0.1", "0.3333", "0.33333333333333331", "0.375"),
    *("0.99999999999", "0.9999", "1.5", "1.3333333", "2.2", "7.5", "8", "23.99", "24", "24.5", "25", "26", "30"),
    *("59", "60", "61", "99", "100", "160", "365", "366", "999", "1000", "1904", "1999", "2026", "2027", "9999"),
    *("18263", "18264", "44500", "45000", "46349", "46349.5", "46349.99930555556", "46349.999999", "46350.3958"),
    *("73050", "73051", "2958465", "2958465.99999", "2958466", "-46349", "-0.25", "-0.000001", "0.000001"),
    *("12345.678", "999999", "999999.99", "1000000", "1e6", "9999999.99", "10000000", "1e9", "999999999.99"),
    *("1e10", "4294967296", "99999999999", "9007199254740993", "1e12", "1e15", "-1e15", "1e18", "-1e18"),
    *("123456789012345678", "9223372036854775807", "9223372036854775808", "1e19", "1e100", "-1e100", "1e307"),
    *("1e308", "1.7976931348623157e308", "1e309", "-1e309", "1e-300", "5e-324", "0.30000000000000004"),
    *("2.675", "1.005", "0.07000000000000001", "99999999.995", "1.23E+4", "1E5", "5.", ".5", "+5", "007"),
)  # fmt: skip
NO_NUMBERS = (
    "NaN",
    "nan",
    "inf",
    "Infinity",
    "-INF",
    "1,5",
    "",
    " ",
    " 12 ",
    "\n12\n",
    "0x10",
    "1_000",
    "12e",
)
NO_NUMBERS += ("１２", "٣", "1 234", "abc", "--1", "1.2.3", "<!--1-->2", "<![CDATA[3]]>", "&#49;2", "é" * 300)

ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#BUSY!")
ERRORS += (
    "#GETTING_DATA",
    "#FIELD!",
    "#CONNECT!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#PYTHON!",
    "#NIMPORTE",
    "",
    "42",
)
ERRORS += ("#N/A\n", "# N/A")

BLANKS = (
    "",
    " ",
    "   ",
    "\u00a0",
    "\u202f",
    "\t",
    "\n",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u3000",
    "'",
)
NASTY = (
    *("a\nb", "a\r\nb", "a\tb", "a_x000D_b", "a_x000A_b", "_x001B_[31mrouge", "_x0000_", "_x0008_x", "a\u2028b"),
    *("a\u0085b", "\u202egauche", "\ufeffP1", "P1\u200b", "\u200bP1", "P1\u00a0", "P\u20091", "e\u0301te\u0301"),
    *("É" * 300, "x" * LONGEST, "x" * 40_000, "\n" * 2000, "🎬 film", "a\u0300" * 400, "_x0000_"),
    *("=1+1", "+33491571001", "-5", "@SUM(A1)", "'0123", "#N/A", "#REF!", "NaN", "nan", "inf", "-inf", "None"),
    *("null", "NULL", "TRUE", "VRAI", "FAUX", "<b>gras</b>", "&amp;", "{}", "[]", "%s %d {0}", "{", "\\", '"', ";"),
    *("1;2;3", "a,b", "../../x", "C:\\x", "0", "00000", "1E+11", "9,99234E+08", "1e5", "999234560.0", "-99999"),
    *("P1", "p1", "P1 ", "C1", "T1", "MON", "CARREL", "carrel", "MON1", "K1", "S18", "P1-MON", "Oui", "non", "2026"),
    *("999 234 560", "999234561", "34 200", "4200", "FR75 999 234 560", "FR00999234560", "x@", "a@b", "@"),
    *("a@b@c.fr"),
    *("FR7630001007941234567890185", "FR7630001007941234567890186", "lundi-vendredi", "Dim-Lun", "lu-ve", "lu,lu"),
    *("lu-", "je;ve", "1-5", "T1 FD+1j", "T1FD+1j", "1FD", "T1 FD-99999j", "T1;T1", "T2 FD", "3FD+2jé", "15DC"),
    *("T1 XX"),
    *("T1 FD+999999999999j", "T1 FD+1,5j", "T1 FD+2s", "Chef monteur;Chef monteur", ";;;", "Lune", "Terre;Mars"),
)  # fmt: skip

BY_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.DAY: (
        *("2026-12-01", "2026-12-01 au 2026-12-04", "01/12/2026 au 04/12/2026", "2026-12-01/2026-12-04"),
        *("01/12/2026"),
        *("1/12/26", "1.12.2026", "01-12-2026", "12/2026", "12/13/2026", "31/02/2026", "2026-02-30"),
        *("2026-12-01T23:30:00Z"),
        *("2026-12-01T23:30:00+05:00", "2026-12-01T23:30:00", "2026-12-01 23:30:00", "2026-12-01 10:00"),
        *("2026-12-01x"),
        *("01/12/2026 23:59", "01/12/2026 10:00:00", "lundi", "lundi 7 décembre 2026", "7 décembre 2026", "7 déc."),
        *("2026-W49-1", "20261201", "2026-335", "0001-01-01", "1899-12-30", "1900-01-01", "1900-02-29", "2099-12-31"),
        *("9999-12-31", "10000-01-01", "01/12/9999", "01/12/0001", "00/00/0000", "1/1/1", "demain", "46349"),
        *("46349,5"),
        *("１/12/2026", "1 / 12 / 2026", "01/12/2026,", "2026/12/01", "2026.12.01", "01/12/202", "01/12/20266"),
        *("2026-12"),
        *("2026-12-01T00:00:00.000Z", "2026-12-01T", "T2026-12-01", "-2026-12-01", "2026–12–01", "01/12/2026?"),
    ),
    Kind.HOURS: (
        *("8:00", "7h30", "7H30", "7 h 30", "7:30:45", "7:30:29", "7:5", "7h", "7h75", "7:60", "8,5", "8.5", "8,5 h"),
        *("0,3333", "25:00", "100:00", "999999:00", "-1:00", "-0:30", "1 jour", "1j", "90 min", "90mn", "90"),
        *("1h30min"),
        *("8 heures", "huit", "1.500", "12 50", "1 250", "24:00", "0:00", "0,0001", "7:30 PM", "08:00-12:00", "8;9"),
    ),
    Kind.CLOCK: (
        *("09:30", "9h30", "9h", "9:5", "09:30:30", "09:30:29", "24:00", "24:01", "25:00", "23:59:59", "0:00"),
        *("-1:00"),
        *("12h75", "midi", "noon", "9:30 PM", "09:30Z", "2026-12-01 09:30", "0,5", "0.5", "930", "9.30"),
        *("9,30", "9 30"),
    ),
    Kind.PERCENT: (
        *("30", "30%", "30 %", "0,3", "0.3", "130 %", "160 %", "-30 %", "1000 %", "30 pour cent", "30%%", "%"),
        *("1e2 %"),
        *("12 50 %", "1.500 %", "0,003 %", "99,999 %", "100", "1", "1 %", "33,3333333333333333333 %"),
    ),
    Kind.BOOL: (
        *("Oui", "oui", "OUI ", "Non", "o", "n", "x", "X", "1", "0", "2", "-1", "vrai", "TRUE", "yes"),
        *("peut-être", "?"),
        *("ok", "1,0", "0.0", "Oui!", "faux"),
    ),
    Kind.INSTANT: ("2026-12-01 10:00:00", "2026-12-01T10:00:00Z", "hier", "2026-12-01"),
}  # fmt: skip
AMOUNTS = (
    *("12 50", "1.500", "1,500", "1 500", "1 500,00", "1 500,00 €", "1.500,00", "1,234.56", "1'234", "1’234,50"),
    *("1\u202f234,5", "1\u00a0234", "1 23", "1 2345", "12  50", "5€", "€5", "$5", "5 EUR", "5 euros", "1e3", "1E+3"),
    *("-5", "- 5", "(5)", "+5", "5-", "0", "0,00", "-0", "0,001", "0,005", "0,0049", "9999999999", "999999999,99"),
    *("1/2", "½", "1,5,5", "1..5", ",5", "5,", ".", ",", "５", "٣", "5 jours", "5j", "2,25 j", "2,3", "cinq", "5;6"),
    *("1.5", "1,5", "1.50", "1.5000", "12.345.678", "12.345.678,9", "1 000 000", "10 000 000", "1 0", "0 5", "5 %"),
)  # fmt: skip
for _kind in (Kind.INT, Kind.NUMBER, Kind.AMOUNT, Kind.EURO, Kind.DAYS):
    BY_KIND[_kind] = AMOUNTS
for _kind in (Kind.HOURS, Kind.PERCENT):
    BY_KIND[_kind] += AMOUNTS[:24]
BY_KIND[Kind.ANY] = AMOUNTS + BY_KIND[Kind.DAY][:20]
BY_KIND[Kind.CHOICE] = (
    "?",
    "OUI",
    "forfait",
    "FORFAIT ",
    "En cours",
    "Terminé",
    "Annulé",
    "Accepté",
    "Acompte",
    "Régie",
)

FORMULAS = (
    "<f>1+1</f>",
    "<f>1+1</f><v></v>",
    "<f>1+1</f><v/>",
    "<f>1+1</f>\n <v>\n</v>",
    "<f/>",
    '<f t="shared" si="0"/>',
    '<f t="shared" ref="{ref}" si="7">1+1</f>',
    '<f t="array" ref="{ref}">SUM(A1:A3)</f>',
    '<f t="dataTable" ref="{ref}" dt2D="1" dtr="1" r1="A1" r2="A2"/>',
    "<f>1+1</f><v>2</v>",
    "<f>TODAY()</f><v>46349</v>",
    "<f>&quot;a&quot;&amp;CHAR(10)</f>",
    "<f>[1]Feuil1!A1</f><v>5</v>",
    "<v>5</v><f>2+3</f>",
    "<f>" + "1+" * 4000 + "1</f>",
)
ISO_CELLS = (
    "2026-12-01",
    "2026-12-01T10:00:00",
    "2026-12-01T23:30:00Z",
    "10:00:00",
    "31/12/2026",
    "",
    "0000-00-00",
)
ISO_CELLS += ("9999-12-31T23:59:59", "10000-01-01", "2026-12-01T10:00:00.123456789", "P1D")


@dataclass(frozen=True)
class Damage:
    """One cell as it is made: where, what it holds in words, and its XML without address."""

    spot: Spot
    what: str
    attributes: str
    inner: str
    style: str = KEPT

    @property
    def label(self) -> str:
        """One line for the report of a failure."""
        place = f"{self.spot.tab}!{self.spot.cell} ({self.spot.column.heading}, {self.spot.kind})"
        return f"{place} = {self.what}, {self.style}"

    def xml(self, style: str) -> str:
        """The cell, with the style it had or the one given."""
        index = style if self.style == KEPT else f' s="{style_of(self.style)}"'
        inner = self.inner.replace("{ref}", self.spot.cell)
        return f'<c r="{self.spot.cell}"{index}{self.attributes}>{inner}</c>'


def drawn_damage(spot: Spot, chance: Random) -> Damage:
    """A value of any sort for a cell, more often one that looks like what the cell should hold."""
    make = chance.choices(_MAKERS, _WEIGHTS)[0]
    what, attributes, inner = make(spot, chance)
    style = chance.choice(list(FORMATS)) if chance.random() < 0.4 else KEPT
    return Damage(spot, what, attributes, inner, style)


Made = tuple[str, str, str]


def _number(spot: Spot, chance: Random) -> Made:
    text = chance.choice(NUMBERS) if chance.random() < 0.85 else chance.choice(NO_NUMBERS)
    return f"nombre {text[:30]!r}", chance.choice(["", "", ' t="n"']), f"<v>{text}</v>"


def _text(spot: Spot, chance: Random) -> Made:
    pools = [NASTY, BLANKS, *[BY_KIND[spot.kind]] * 4] if spot.kind in BY_KIND else [NASTY, NASTY, BLANKS]
    text = chance.choice(chance.choice(pools))
    if chance.random() < 0.1:
        text = (
            chance.choice(["\u00a0", "\u200b", " ", "\n", "\ufeff"])
            + text
            + chance.choice(["", " ", "\u00a0"])
        )
    shown = f"texte {text[:40]!r}" + (f" ({len(text)} caractères)" if len(text) > 40 else "")
    written = escape(text)
    return chance.choice(
        [
            (shown, ' t="inlineStr"', f'<is><t xml:space="preserve">{written}</t></is>'),
            (shown, ' t="str"', f"<v>{written}</v>"),
            (f"{shown} d'une formule", ' t="str"', f"<f>A1</f><v>{written}</v>"),
            (f"{shown} en deux morceaux", ' t="inlineStr"', _rich(text)),
        ]
    )


def _rich(text: str) -> str:
    half = len(text) // 2
    runs = "".join(
        f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(part)}</t></r>'
        for part in (text[:half], text[half:])
    )
    return f'<is>{runs}<rPh sb="0" eb="1"><t>fantôme</t></rPh></is>'


def _shared(spot: Spot, chance: Random) -> Made:
    index = chance.choice(["0", "1", "5", "12", "99999999", "-1", "4294967296", "1.5", "", "a", " 3 "])
    return f"texte partagé {index!r}", ' t="s"', f"<v>{index}</v>"


def _boolean(spot: Spot, chance: Random) -> Made:
    text = chance.choice(["0", "1", "2", "true", "FALSE", "", "1.0"])
    return f"booléen {text!r}", ' t="b"', f"<v>{text}</v>"


def _error(spot: Spot, chance: Random) -> Made:
    text = chance.choice(ERRORS)
    opening = chance.choice(["", "<f>A1</f>", "<f>A1</f>\n", "\n"])
    attributes = chance.choice([' t="e"', " t='e'", '\n  t="e"', ' vm="1" t = "e"', ' t="e" cm="1"'])
    return f"erreur {text!r}", attributes, f"{opening}<v>{text}</v>"


def _formula(spot: Spot, chance: Random) -> Made:
    inner = chance.choice(FORMULAS)
    return f"formule {inner[:40]}", chance.choice(["", "", ' t="str"', ' t="n"', " t='b'"]), inner


def _iso(spot: Spot, chance: Random) -> Made:
    text = chance.choice(ISO_CELLS)
    return f"date ISO {text!r}", ' t="d"', f"<v>{text}</v>"


def _odd(spot: Spot, chance: Random) -> Made:
    attributes, inner = chance.choice(
        [
            ("", ""),
            (' t="zz"', "<v>5</v>"),
            (' t=""', "<v>5</v>"),
            (' t="s"', ""),
            (' t="inlineStr"', "<is/>"),
            ("", "<v>5<x/>6</v>"),
            ("", "texte nu"),
            ("", "<v xml:space='preserve'> 5 </v>"),
            ("", "<!-- note --><v>5</v>"),
            ("", "<extLst><ext uri='x'/></extLst>"),
        ]
    )
    return f"cellule {attributes}{inner}", attributes, inner


_MAKERS = (_number, _text, _shared, _boolean, _error, _formula, _iso, _odd)
_WEIGHTS = (36, 36, 3, 3, 8, 6, 4, 4)
