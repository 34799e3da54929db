"""What countries, regions and groups are called within a sentence.

Official names (UN M49, ISO 3166) stand at the head of a country's page, in facts, in citations and
in the API; "Bolivia (Plurinational State of)" breaks a sentence.
"""

import re

EVERYDAY = {  # by official name, where it is more than the same without its brackets
    "China, Hong Kong Special Administrative Region": "Hong Kong, China",
    "China, Macao Special Administrative Region": "Macao, China",
    "Democratic People's Republic of Korea": "DPR Korea",
    "Democratic Republic of the Congo": "DR Congo",
    "Lao People's Democratic Republic": "Lao PDR",
    "State of Palestine": "Palestine",
    "Syrian Arab Republic": "Syria",
    "United Kingdom of Great Britain and Northern Ireland": "United Kingdom",
    "United Republic of Tanzania": "Tanzania",
    "United States of America": "United States",
}


WITH_ARTICLE = re.compile(
    "(United |Republic of|Bahamas|Comoros|Congo|Gambia|Maldives|Netherlands|Philippines"
    "|Americas|Caribbean)|.*(Republic|Islands)$"
)


def short_name(name):
    """The everyday name of a country: "Bolivia" for "Bolivia (Plurinational State of)"."""
    return EVERYDAY.get(name) or name.partition(" (")[0]


def name_in_text(name):
    """The name of a country or region as it stands within a sentence: the Gambia."""
    name = short_name(name)
    return f"the {name}" if WITH_ARTICLE.match(name) else name


def parts_of(name):
    """The name of a group and its acronym, empty where the name has none in brackets at its end."""
    full, _, acronym = name.removesuffix(")").partition(" (")
    return full, acronym


def acronym_of(name):
    """The acronym of a group, or its name where there is none."""
    full, acronym = parts_of(name)
    return acronym or full
