"""Citations as files that reference managers read."""

import re

import orjson

# In BibTeX these would begin a command, a group, a comment ...
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


# BibTeX knows these by name; biblatex knows them, too.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(citation):
    """As BibTeX, of the type `misc`, which every style knows. Letters beyond ASCII are UTF-8."""
    day = citation.modified
    fields = {
        "author": f"{{{{{tex(citation.site)}}}}}",  # in two braces: no first and last name
        "title": f"{{{{{tex(citation.title)}}}}}",  # its capitals stay
        "year": day and f"{{{day.year}}}",
        "month": day and MONTHS[day.month - 1],
        "day": day and f"{{{day.day}}}",
        "howpublished": f"{{{tex(citation.site)}}}",
        "url": f"{{{citation.address}}}",
        "urldate": citation.accessed and f"{{{citation.accessed:%Y-%m-%d}}}",
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation.key},", ",\n".join(lines), "}\n"])


def tex(text):
    """A text in which no sign is a command."""
    return re.sub(r"[\\{}%&$#_~^]", lambda sign: SPECIAL[sign[0]], text)


def ris(citation):
    """As RIS, of the type ELEC: a web page."""
    day = citation.modified
    pairs = [
        ("TY", "ELEC"),
        ("ID", citation.key),
        ("AU", citation.site),
        ("TI", citation.title),
        ("T2", citation.site),
        ("PY", day and f"{day.year}"),
        ("DA", day and f"{day:%Y/%m/%d}"),
        ("UR", citation.address),
        ("Y2", citation.accessed and f"{citation.accessed:%Y/%m/%d}"),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in pairs if value is not None)


def csl_json(citation):
    """As CSL-JSON, which Zotero, Mendeley and pandoc read: a list of one item."""
    day = citation.modified
    item = {
        "id": citation.key,
        "type": "webpage",
        "title": citation.title,
        "author": [{"literal": citation.site}],
        "container-title": citation.site,
        "URL": citation.address,
    }
    if day:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if day := citation.accessed:
        item["accessed"] = {"date-parts": [[day.year, day.month, day.day]]}
    return orjson.dumps([item], option=orjson.OPT_INDENT_2).decode() + "\n"


FORMS = {  # by the ending of the file: what reads it, how it is written, its media type
    "bib": ("BibTeX", bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": ("RIS", ris, "application/x-research-info-systems; charset=utf-8"),
    "json": ("CSL-JSON", csl_json, "application/vnd.citationstyles.csl+json"),
}
