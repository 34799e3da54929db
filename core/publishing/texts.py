"""What texts may not say, or not in this way: functions that find it, and return what they found.

They know no record, no field and no language but the words of English, French, Spanish and
Portuguese that stand here. What they find they give as it stands in the text, shortened.
"""

import re

from markdown_it import MarkdownIt

LONGEST_FOUND = 60
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\bdoi:\S+|\b10\.\d{4,9}/\S+", re.IGNORECASE)

# --- capitals

WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
SMALL_WORDS = re.compile(
    "A|AN|AND|AS|AT|BY|FOR|FROM|IN|INTO|IS|OF|ON|OR|THE|TO|WITH|"
    "DE|DEL|DES|DU|DA|DO|DAS|DOS|EL|EN|ET|LA|LAS|LE|LES|LOS|PARA|PAR|POR|POUR|UM|UMA|UN|UNE|UNA|Y"
)
TWO_CAPITALS = re.compile(r"[^\W\d_a-z]{2}[^\w,;]+[^\W\d_a-z]{2}")
LONG_WORD, LONGEST_ACRONYM = 7, 9
LEAST_OF_LINE = 13  # letters of a line in capitals


def capitals(text, *, is_line=False):
    """Words in capitals that are no acronyms: the first run of them, or None.

    A run is taken for words where it has small ones in it, or several longer than acronyms are. A
    line, such as a title, that is in capitals as a whole needs less.
    """
    if not TWO_CAPITALS.search(text):
        return None
    run, text = [], without_addresses(text)
    for word in [*WORD.finditer(text), None]:
        if word and is_capital(word[0]) and (not run or goes_on(text, run[-1], word)):
            run.append(word)
            continue
        if reads_as_words([one[0] for one in run], is_line and len(run) == len(WORD.findall(text))):
            return short(" ".join(one[0] for one in run))
        run = [word] if word and is_capital(word[0]) else []
    return None


def is_capital(word):
    return word == word.upper() and word != word.lower()


def goes_on(text, last, word):
    """Whether only blanks, dashes, colons and numbers stand between two words."""
    return re.fullmatch(r"[\s\d:\u2013\u2014-]*", text[last.end() : word.start()]) is not None


def reads_as_words(run, is_whole_line):
    """Whether words in capitals are a sentence or a title, and no row of acronyms."""
    small = [word for word in run if SMALL_WORDS.fullmatch(word)]
    others = [word for word in run if word not in small and len(word) > 1]
    if is_whole_line and len(others) > 1 and all(len(word) > 3 for word in others):
        return sum(map(len, others)) >= LEAST_OF_LINE
    if small and len(others) > 1 and max(map(len, others)) > 4:
        return True
    long = [word for word in others if len(word) >= LONG_WORD]
    return len(others) > 2 and (len(long) > 1 or any(len(word) > LONGEST_ACRONYM for word in long))


# --- how to reach a person, and what is nobody's business

AT = re.compile(r"@|[(\[{]at[)\]}]", re.IGNORECASE)
MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)*"
    r"\s?(?:\.|\(dot\)|\[dot\])\s?[a-z]{2,}",
    re.IGNORECASE,
)
MANY_DIGITS = re.compile(r"\d(?:[\s().\-/]*\d){6}")
GROUP = r"[\s.\-/]?\(?\d{2,5}\)?"
INTERNATIONAL = re.compile(
    rf"(?<![\w+])(?<!\d\s)(?:\+|00)\d{{1,3}}(?:[\s.\-/]?\(?0?\)?)?(?:{GROUP}){{2,6}}\b"
)
LABELLED = re.compile(
    r"\b(?:tel|tél|telephone|téléphone|teléfono|telefone|phone|mobile|móvil|celular|cell|fax|"
    r"whats\s?app|hotline|helpline|call|ring|text|appelez|llame|ligue)s?\b"
    r"[\s.:]*(?:(?:number|no|nº|is|us|on|at|le|au|al|para|him|her|them|free)\b[\s.:]*){0,3}"
    r"(\(?[\d+][\d\s().\-/]{4,}\d)",
    re.IGNORECASE,
)
LOCAL = re.compile(
    r"(?<![\w.,/-])(?<!\d\s)(?:"
    r"\(0?\d{2,4}\)\s?\d{3,4}[\s.\-]?\d{3,4}"
    r"|0\d{1,3}[\s.\-]\d{3,4}[\s.\-]\d{3,4}"
    r"|(?:1[\s.\-])?\d{3}[.\-]\d{3}[.\-]\d{4}"
    r")(?![\w-])(?!\s\d)"
)
AMOUNT = re.compile(r"\+\d{1,3}(?: \d{3})* 000")
NO_TELEPHONE = re.compile(  # years, days, amounts
    r"^(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d$|^(?:19|20)\d\d-\d\d-\d\d$"
    r"|^\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d$|000$"
)
LEAST_DIGITS, MOST_DIGITS = 7, 15  # of a telephone number, the country's included (E.164)

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
PERSONAL = re.compile(
    r"\b(?:passport|identity(?: card)?|id(?: card)?|cpf|national insurance|social security|"
    r"bank account|account)\s*(?:number|no\.?|nº|#)\s*:?\s*(?:is\s)?[a-z]{0,3}[\d.\-\s]{5,}"
    rf"|\bborn (?:on )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})\b"
    rf"|\bborn (?:on )?(?:{MONTHS}) \d{{1,2}}\b"
    r"|\b(?:date of birth|dob|d\.o\.b\.)\s*[:=]?\s*\d"
    r"|\b(?:home|private|residential) address(?: is|:)"
    r"|\b(?:lives|resides|living|residing) at (?:no\.? )?\d+",
    re.IGNORECASE,
)


def mail_address(text):
    """An e-mail address in a text, or None."""
    if not AT.search(text):
        return None
    found = MAIL.search(without_addresses(text))
    return found and short(found[0])


def telephone_number(text):
    """A telephone number in a text, or None."""
    if not MANY_DIGITS.search(text):
        return None
    text = without_addresses(text)
    for found in INTERNATIONAL.finditer(text):
        if is_dialled(found[0]) and not AMOUNT.fullmatch(found[0]):
            return short(found[0])
    for found in LABELLED.finditer(text):
        if is_dialled(found[1]) and not NO_TELEPHONE.search(found[1]):
            return short(found[1])
    for found in LOCAL.finditer(text):
        if is_dialled(found[0]) and not re.search(r"\b(?:19|20)\d\d\b", found[0]):
            return short(found[0])
    return None


def without_addresses(text):
    """A text without the addresses of the web in it, which are full of numbers and signs."""
    return ADDRESS.sub(" ", text)


def is_dialled(text):
    return LEAST_DIGITS <= sum(map(str.isdigit, text)) <= MOST_DIGITS


def personal_detail(text):
    """What is nobody's business, such as a day of birth or the number of a passport, or None."""
    found = PERSONAL.search(text)
    return found and short(found[0])


# --- Markdown

_markdown = MarkdownIt("commonmark", {"html": False}).disable("text_join")
HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|"
    r"script|small|span|strong|style|sub|sup|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
OPENED = re.compile(r"\*\*|(?<!\w)__|(?<![\w*])\*(?=[^\W_])|(?<!\w)_(?=[^\W_])")
LINK = re.compile(r"\[[^\[\]\n]+\]\s?\(([^()\n]*)(\)?)")
LEADS = re.compile(r"<?(?:https?://[^\s/.]+\.|mailto:\S+@|/\w)")
MARKS = re.compile(r"\*\*|(?<!\w)__\w|\]\(|^#{1,6} ", re.MULTILINE)


def html_tag(text):
    """A tag of HTML in a text, which readers would see as it is typed; or None."""
    found = HTML.search(text)
    return found and short(found[0])


def unclosed_emphasis(text):
    """Words behind a mark of emphasis that has no other, in Markdown; or None."""
    for block in _markdown.parse(text):
        for piece in block.children or ():
            if piece.type == "text" and (found := OPENED.search(piece.content)):
                return short(piece.content[found.start() :])
    return None


def link_without_address(text):
    """A link, in Markdown, that leads nowhere; or None."""
    for found in LINK.finditer(text):
        address, end = found.groups()
        is_apart = re.search(r"\]\s\(", found[0])
        if is_apart and not re.match(r"https?://|www\.", address):
            continue  # words in brackets behind others in brackets
        if is_apart or not end or not LEADS.match(address.strip()):
            return short(found[0])
    return None


def mark_of_markdown(text):
    """A mark of Markdown in a plain text, where readers would see it as it is typed; or None."""
    found = MARKS.search(text)
    return found and short(text[max(0, found.start() - 20) : found.end() + 20])


# --- units

MAGNITUDE = "thousand|million|billion|trillion"
REPEATED = re.compile(
    rf"\b({MAGNITUDE}|per ?cent|dollars|euros)s?[\s,]+\1s?\b"
    r"|%\s*(?:per ?cent|percentage)|\bper ?cent\s*%|\bpercent per cent\b|\bper cent percent\b"
    r"|%\s*%"
    rf"|(?:US\$|\$|USD)\s?[\d.,]+(?:\s(?:{MAGNITUDE}))?\s(?:US )?dollars"
    rf"|(?:€|EUR)\s?[\d.,]+(?:\s(?:{MAGNITUDE}))?\s(?:euros?|€)"
    r"|\b(?:US\$|USD)\s*US dollars|\bUS dollars\s*(?:US\$|USD)",
    re.IGNORECASE,
)
LEAST_OF_MAGNITUDE = {"thousand": 10**6, "million": 10**6, "billion": 10**6, "trillion": 10**5}


def repeated_unit(text):
    """A unit that stands twice, as in "12 million million" or "5 % per cent"; or None."""
    found = REPEATED.search(text)
    return found and short(found[0])


def repeated_magnitude(value, unit):
    """Whether a number seems to have been written out and given its magnitude too."""
    found = re.match(MAGNITUDE, unit, re.IGNORECASE)
    return bool(found) and abs(value) >= LEAST_OF_MAGNITUDE[found[0].lower()]


def short(text):
    """What was found, short enough to stand in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_FOUND else f"{text[: LONGEST_FOUND - 1]}…"
