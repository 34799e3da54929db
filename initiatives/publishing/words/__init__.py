"""What the words of names mean in the languages of the portal, for finding twins.

`concepts.txt` has a line for each concept: its words in English, French, Spanish and Portuguese.
The first names it; `~` and `#` stand as `core.publishing.vocabulary` has them. `organizations.txt`
has a line for each body: what it is called for short, and its names in any language. Places are
called as questions call them.
"""

from pathlib import Path

from core.publishing.vocabulary import BODY, NUMBER, PLACE, Phrase, tells
from initiatives.search.acronyms import OTHER_NAMES
from initiatives.search.places import PLACES, phrases

UNITED_NATIONS = "United Nations"
LANGUAGES = ("en", "fr", "es", "pt")
PLURALS = {  # by language, what stands in the place of an ending; the first that fits counts
    "es": [("z", ["ces"]), *((sign, [f"{sign}es"]) for sign in "rldnj"), ("ión", ["iones"])],
    "fr": [("al", ["aux", "ales"]), ("eau", ["eaux"])],
    "pt": [
        ("ão", ["ões", "ães", "ãos"]),
        ("m", ["ns"]),
        *((sign, [f"{sign}es"]) for sign in "rzs"),
        *((f"{vowel}l", [f"{vowel}is"]) for vowel in "aeou"),
        ("il", ["is", "eis"]),
    ],
}
SHORTEST_PLACE = 3  # in small letters, "us" is a word
HERE = Path(__file__).parent


def lines(name):
    return HERE.joinpath(name).read_text(encoding="utf-8").splitlines()


@tells
def bodies():
    for line in lines("organizations.txt"):
        short, *names = line.split(" | ")
        for name in (short, *names, *OTHER_NAMES.get(short, ())):
            yield Phrase(name, f"{BODY}{short}")
            if name.startswith(f"{UNITED_NATIONS} "):
                yield Phrase(name.replace(UNITED_NATIONS, "UN"), f"{BODY}{short}")


@tells
def concepts():
    for line in lines("concepts.txt"):
        meaning = line.split(" | ")[0].split(",")[0].split()[0] if line[0] == NUMBER else None
        parts = line.removeprefix(meaning or "").split("|")
        meaning = meaning or parts[0].split(",")[0].strip()
        if meaning[0] == NUMBER and not meaning[1].isdigit():
            parts[0] = meaning[1:]
        for language, part in zip(LANGUAGES, parts, strict=True):
            for text in filter(None, map(str.strip, part.split(","))):
                for form in forms(language, text.lstrip("~")):
                    yield Phrase(form, meaning, language)


def forms(language, text):
    """A word, and its plurals that do not share its stem; phrases stay as they are."""
    yield text
    if " " not in text:
        for ending, plurals in PLURALS.get(language, ()):
            if text.endswith(ending):
                yield from (text.removesuffix(ending) + plural for plural in plurals)
                return


@tells
def places():
    rows = {name: list(PLACES[name].all()) for name in ("countries", "regions", "groups")}
    for (_, value), text in phrases(rows):
        if len(text) >= SHORTEST_PLACE:
            yield Phrase(text, f"{PLACE}{value}")
