"""Patterns: personal data that has a form of its own, as people write it in the United Kingdom.

Sources of the forms: Royal Mail postcode areas; Ofcom numbering plan (numbers begin 01, 02, 03, 05,
07, 08, 09); HMRC National Insurance numbers; NHS Scotland CHI numbers (DDMMYY and four digits);
DVLA registration marks (since 2001 two letters, two digits, three letters).
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pipeline.redact.spans import Span

SURE, LIKELY = 0.95, 0.8
AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC"
    " EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS"
    " LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP"
    " SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
STREETS = (
    "street|st|road|rd|avenue|ave|drive|dr|lane|ln|crescent|cres|court|ct|place|pl|terrace|terr|gardens|gdns"
    "|square|sq|way|close|wynd|row|loan|brae|park|grove|quay|view|walk|gate|path|vennel|pend|mews|green|rise"
    "|hill|bank|parade|circus|esplanade|causeway|mains|croft|steading|steadings|cottages|buildings|braes|neuk"
)
PLAIN_STREETS = (
    "street|road|avenue|drive|lane|crescent|terrace|gardens|wynd|brae|grove|mews|court|loan"
)
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DATE = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS}),?\s+(?:19|20)?\d{{2}}"
    rf"|(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{{2}})"
)
MAILERS = (
    "gmail|googlemail|hotmail|outlook|yahoo|ymail|btinternet|icloud|aol|live|msn|proton(?:mail)?|gmx|sky"
    "|virginmedia|talktalk|blueyonder|ntlworld|tiscali|tutanota|me"
)
SITES = (
    r"(?:facebook|fb|twitter|x|instagram|tiktok|threads|pinterest|snapchat|flickr|github|gitlab|medium|patreon)\.(?:com|net)/@?"
    r"|linkedin\.com/in/|youtube\.com/(?:@|user/|c/)|t\.me/|bsky\.app/profile/|reddit\.com/u(?:ser)?/|about\.me/|wa\.me/"
    r"|[\w.-]+\.\w+/(?:@|~|users?/|people/|profiles?/|members?/)"
)


class Pattern(NamedTuple):
    """A form, the group of it that is taken out, and a check that a look-alike fails."""

    kind: str
    form: re.Pattern[str]
    confidence: float = SURE
    group: int = 0
    check: Callable[[str], bool] = bool


def pattern_spans(text: str) -> list[Span]:
    """Find everything in a text that has the form of personal data."""
    return [span for pattern in _patterns() for span in _found(pattern, text)]


def _found(pattern: Pattern, text: str) -> Iterator[Span]:
    for match in pattern.form.finditer(text):
        if pattern.check(match[pattern.group]):
            start, end = match.span(pattern.group)
            yield Span(start, end, pattern.kind, "pattern", pattern.confidence)


@cache
def _patterns() -> list[Pattern]:
    return [*_electronic(), *_phones(), *_numbers(), *_whereabouts()]


def _electronic() -> list[Pattern]:
    """E-mail addresses, also when spelled out; names of accounts; web addresses that name a person."""
    dot = r"\s?(?:\.|\(dot\)|\[dot\]|\{dot\}|\s+dot\s+)\s?"
    at = r"\s{0,2}(?:\(at\)|\[at\]|\{at\}|<at>|\(@\)|\[@\])\s{0,2}"
    local, label = r"(?<![\w.+'-])[\w.+'-]{1,64}", r"[\w-]{1,63}"
    return [
        Pattern("email", _form(rf"{local}\s?@\s?{label}(?:\.{label})*\.[^\W\d_]{{2,24}}\b")),
        Pattern("email", _form(rf"{local}@{label}")),
        Pattern("email", _form(rf"{local}(?:{dot}{label})?{at}{label}(?:{dot}{label})+")),
        Pattern("email", _form(rf"{local}(?:\sdot\s{label})*\sat\s{label}(?:\sdot\s{label})+"), LIKELY),
        Pattern("email", _form(rf"{local}\sat\s(?:{MAILERS})(?:\s?\.\s?|\sdot\s)(?:com|co|net|org|uk|me)(?:\.uk)?\b")),
        Pattern("handle", _form(r"(?<![\w@./])@(?=\w*[a-z])[a-z_]\w{1,29}(?:@[\w-]+(?:\.[\w-]+)+)?"), LIKELY),
        Pattern("handle", _form(r"(?<![\w/])/?u/[\w-]{3,20}\b"), LIKELY),
        Pattern("handle", _form(
            r"\b(?:twitter|insta(?:gram)?|snapchat|tiktok|discord|facebook|skype|telegram|bluesky)"
            r"(?:\s+(?:name|handle|account|id|user ?name|user))?\s*(?:is\s+|[:=]\s*)"
            r"((?=[\w.#-]*[\d_.#])[\w.#-]{3,30}(?<!\.))"), LIKELY, 1),
        Pattern("handle", _form(
            r"\b(?:my )?(?:user ?name|screen name|handle)(?:\s+\w+){0,2}?\s*(?:is\s+|[:=]\s*)"
            r"(@?(?!not\b|the\b|a\b)[\w.#-]{3,30}(?<!\.))"), LIKELY, 1),
        Pattern("web address", _form(rf"(?:https?://)?(?<![\w.])(?:www\.|m\.)?(?:{SITES})[\w.%-]*\w[^\s<>\"')\]]*(?<![.,;:!?])")),
        Pattern("web address", _form(r"https?://[^\s/@]+:?[^\s/@]*@\S+")),
        Pattern("web address", _form(
            r"https?://\S+[?&](?:user|username|name|email|uid|member|author)=[^\s<>\"')\]]*(?<![.,;:!?])")),
    ]  # fmt: skip


def _phones() -> list[Pattern]:
    """Telephone numbers: with or without country code, spaced anyhow, or short after a word like ring."""
    near = r"(?:tel(?:ephone)?|phone|mobile|mob|call|ring|text|whatsapp|number|landline|fax)"
    lead = rf"\b{near}(?:\s+(?:me|us|him|her|them|no|number|is|on|at|or text))*\.?\s*[:.]?\s*"
    gap, tail = r"[ .()\u00a0\u2009/\-–]{0,3}", r"(?:\s?(?:ext|x|extension)\.?\s?\d{1,5})?"
    free = r"(?<![\w£$€])(?<!\d[.,/-])"
    return [
        Pattern("phone", _form(rf"{free}\(?(?:\+|00)\s?\(?44\)?{gap}(?:\(0\){gap}|0{gap})?[1-9](?:{gap}\d){{8,9}}(?!\d){tail}")),
        Pattern("phone", _form(rf"{free}\(?0{gap}[1-9](?:{gap}\d){{8,9}}(?!\d){tail}"), check=_is_phone),
        Pattern("phone", _form(rf"{free}(?:\+|00)(?!44)[1-9](?:{gap}\d){{7,13}}(?!\d)"), LIKELY),
        Pattern("phone", _form(rf"{lead}((?:44{gap})?7\d{{3}}(?:{gap}\d){{6}})(?!\d)"), LIKELY, 1),
        Pattern("phone", _form(rf"{lead}(\d{{3,4}}[ -]?\d{{3,4}})(?![\d-])"), LIKELY, 1, _is_local_phone),
    ]  # fmt: skip


def _numbers() -> list[Pattern]:
    """Numbers that a public body, a bank or the vehicle register gave to one person."""
    owner = (
        r"\b(?:chi|nhs|national insurance|n\.?i\.?|nino|passport|driving licen[cs]e|licen[cs]e|council tax|tenancy|patient|pupil|student"
        r"|customer|claim(?:ant)?|benefit|universal credit|hospital|membership|staff|payroll|prisoner|blue badge|candidate|scn|case|rent)"
    )
    said = r"(?:\s+(?:account|reference|ref|number|no|id|card))*\.?\s*(?:is|was|[:#=-])?\s*"
    reg = r"\b(?:reg(?:istration)?|plate|car|van|vehicle|lorry|taxi|motorbike|number ?plate)\b[^\n.]{0,30}?\b"
    account = r"\baccount(?:\s+(?:number|no|nr))?\.?\s*(?:is|[:#])?\s*"
    return [
        Pattern("id number", _form(r"(?<!\w)[a-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d](?!\w)")),
        Pattern("id number", _form(r"(?<![\w£.,-])\d{6}[ -]?\d{4}(?![\w-])"), LIKELY, check=_is_chi),
        Pattern("id number", _form(rf"{owner}{said}((?=[\w/ -]*\d[\w/ -]*\d[\w/ -]*\d[\w/ -]*\d)[a-z]{{0,3}}\d[\d/ -]{{3,14}}\d[a-z]?)(?!\w)"), LIKELY, 1),
        Pattern("id number", _form(r"(?<![\w£.,-])[1-9]\d{2} \d{3} \d{4}(?![\w-])"), LIKELY),
        Pattern("id number", _form(r"(?<!\w)[a-z9]{5}\d{6}[a-z9]{2}\d[a-z]{2}(?!\w)")),
        Pattern("vehicle", re.compile(r"(?<!\w)[A-HJ-PR-Y][A-HJ-PR-Y](?:[0-2]\d|[5-7]\d)\s?[A-HJ-PR-Z]{3}(?!\w)"), LIKELY),
        Pattern("vehicle", _form(rf"{reg}([a-hj-y]{{2}}\d{{2}}\s?[a-z]{{3}}|[a-y]\d{{1,3}}\s?[a-z]{{3}}|[a-z]{{3}}\s?\d{{1,3}}\s?[a-y])(?!\w)"), LIKELY, 1, _has_no_small_word),
        Pattern("bank account", _form(r"\bsort ?code\s*(?:is|[:#])?\s*(\d{2}[- ]?\d{2}[- ]?\d{2})(?!\d)"), SURE, 1),
        Pattern("bank account", _form(rf"{account}(\d{{2,4}}[ -]?\d{{2,4}}[ -]?\d{{2,4}}|\d{{7,10}})(?!\d)"), LIKELY, 1),
        Pattern("bank account", _form(r"(?<!\d)\d{2}-\d{2}-\d{2}[ ,/]+\d{8}(?!\d)")),
        Pattern("bank account", _form(r"(?<!\w)gb\d{2} ?[a-z]{4}(?: ?\d){14}(?!\w)")),
        Pattern("bank account", _form(r"(?<![\d-])(?:\d{4}[ -]){3}\d{4}(?![\d-])"), LIKELY),
        Pattern("date of birth", _form(rf"(?:\bborn(?:\s+on)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday)\W*(?:\w*\W+){{0,2}}?(?:is\s+|was\s+|on\s+|the\s+)*({DATE})"), SURE, 1),
    ]  # fmt: skip


def _whereabouts() -> list[Pattern]:
    """Full postcodes, and addresses with a house number or the name of a house someone lives in."""
    area = "|".join(AREAS.split())
    flat = r"(?:(?i:flat|apartment|apt|unit|room|block)\s+[\w/]{1,5},?\s+|\d{1,2}/\d{1,2},?\s+|\d[fF]\d,?\s+)?"
    number = r"(?<![\w£/.,:-])(?!(?:19|20)\d\d\s)\d{1,4}(?:[a-zA-Z]|/\d{1,2}|-\d{1,3})?,?\s+"
    words = r"(?:(?:[A-ZÀ-Þ][\w'’-]*|of|the|[Ss]t\.?|na|an)\s+){1,4}"
    home = r"(?:\b(?:live|lives|living|lived|stay|stays|staying|address|home|house|flat|reside|moved)\s+(?:is\s+|are\s+)?(?:at|in|to|on|is)?:?\s*|\baddress:?\s*)"
    house = r"Cottages?|House|Farm|Farmhouse|Croft|Lodge|Steading|Villa|Manse|Bungalow|Mains|Schoolhouse|Gatehouse"
    inward = r"[0-9](?i:[abd-hjlnp-uw-z]{2})"
    return [
        Pattern("postcode", _form(rf"(?<![\w/])(?:{area})\d[a-z\d]?\s{{0,2}}{inward}(?!\w)"), check=_is_postcode),
        Pattern("address", re.compile(rf"{flat}{number}{words}(?i:{STREETS})\b(?!\s+(?:per|a\s|and\s+\d))\.?"), LIKELY),
        Pattern("address", _form(rf"{home}({flat}\d{{1,4}}[a-z]?\s+(?:[\w'’-]+\s+){{1,3}}(?:{PLAIN_STREETS}))\b"), LIKELY, 1),
        Pattern("address", re.compile(rf"(?i:{home})((?:[Tt]he\s+)?(?:[A-Z][\w'’]+\s+){{1,3}}(?:{house}))\b"), LIKELY, 1),
        Pattern("address", re.compile(rf"((?:[A-Z][\w'’]+\s+){{1,3}}(?:{house}))\b(?=[^.\n]{{0,40}}?\b(?:{area})\d[A-Z\d]?\s?{inward})", re.ASCII), LIKELY, 1),
    ]  # fmt: skip


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _is_phone(found: str) -> bool:
    """Tell a number from a date with a time, a list of decimals, and a run of years."""
    dated = re.match(r"\(?\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d\d\b", found)
    return (
        not dated and not re.match(r"0\s?\.", found) and not re.search(r"\d /|/ \d|\d\.\d\.", found)
    )


def _is_local_phone(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return len(digits) in {6, 7, 8} and not re.fullmatch(r"(?:19|20)\d\d[ -]?(?:19|20)\d\d", found)


def _is_chi(found: str) -> bool:
    """A CHI number starts with a day and a month."""
    return 1 <= int(found[:2]) <= 31 and 1 <= int(found[2:4]) <= 12  # noqa: PLR2004  days, months


def _is_postcode(found: str) -> bool:
    """Not `S1 2nd`, nor half small and half large letters as in `M8 2nd`."""
    letters = re.sub(r"[\d\s]", "", found)
    ordinal = re.search(r"(?:1st|2nd|3rd|\dth)$", found)
    return not ordinal and (letters.isupper() or letters.islower())


def _has_no_small_word(found: str) -> bool:
    """Not `a 20 mph` nor `m8 and`."""
    return not re.search(
        r"(?:mph|and|the|for|was|has|who|per|min|day|car|bus)$", found, re.IGNORECASE
    )
