"""Which names may be of one person: Maria da Silva, da Silva, Maria, and Dr. M. da Silva."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz.distance import OSA

from core.search.writing import plain


def words(text):
    """The words of a list that is written as a text."""
    return text.split()


TITLES = frozenset(
    words(
        "mr mrs ms miss mx dr dra drs prof professor profa hon honourable honorable sir dame lord"
        " lady he sra sr srta don dona mme mlle monsieur madame senor senora ambassador amb"
        " minister eng ing lic rev his her phd md msc mba ma ba llm esq msgr mgr excmo exmo"
    )
)
DEGREES = frozenset(words("phd md msc mba llm esq"))
PARTICLES = frozenset(
    words(
        "da das de del della di do dos du d e y el al la las le les los van von der den ter bin ben"
        " ibn bint ould abu"
    )
)
GENERATIONS = {
    "jr": "jr",
    "junior": "jr",
    "filho": "jr",
    "sr": "sr",
    "senior": "sr",
    "ii": "ii",
    "iii": "iii",
}
VARIANTS = {  # names of people as several languages write them, by the first of each
    name: words(names)[0]
    for names in (
        "mohamed mohammed muhammad mohamad mohammad muhamed mohamud mahomed mamadou",
        "ahmed ahmad ahmet",
        "hussein husain hussain husein hosain hossain",
        "yusuf youssef yousef yusef youssouf yousuf",
        "alexander aleksandr alexandr aleksander",
        "sergei sergey serguei",
        "dmitri dmitry dmitriy dimitri",
        "yuri yury yuriy",
        "ibrahim ebrahim",
        "abdullah abdallah abdulla",
        "omar umar oumar",
        "osman othman uthman ousmane",
        "fatima fatma fatimah fatimata",
        "aisha ayesha aicha aisah",
        "khalid khaled",
        "saeed said sayed sayyid",
        "luis luiz",
        "jose josep",
        "vladimir wladimir",
        "nguyen nguien",
    )
    for name in words(names)
}
SCRIPTS = {  # the signs of scripts, and their sounds in Latin letters; _ is none
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў": (
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i e g u"
    ),
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويئءآأإؤ": (
        "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y y _ a a a w"
    ),
    "αβγδεζηθικλμνξοπρστυφχψω": "a v g d e z i th i k l m n x o p r s t y f ch ps o",
}
LATIN = str.maketrans(
    {
        sign: sound.replace("_", "")
        for signs, sounds in SCRIPTS.items()
        for sign, sound in zip(signs, words(sounds), strict=True)
    }
)
EXCELLENCY = re.compile(r"^\s*H\. ?E\.\s")
VOWELS = re.compile(r"(?<=.)[aeiouyw]")
DOUBLED = re.compile(r"(.)\1+")
SHORTEST_SPELT_ALIKE = 6
SHORTEST_GIVEN = 8


@dataclass(frozen=True)
class PersonName:
    """The parts of a person's name in the order in which they are said, the given name first.

    joined: parts of a given name with a hyphen; is_foreign: whether it is of another script.
    """

    parts: tuple
    joined: tuple = ()
    generation: str = ""
    is_foreign: bool = False

    @property
    def shapes(self):
        """What the name of the same person has one of, too: two parts, one by its first sign."""
        if len(self.parts) < 2:
            return {self.parts}
        return {(one[:1], beat(other)) for one, other in permutations(self.parts, 2) if other[1:]}


@lru_cache(maxsize=40_000)
def read_person(text):
    """The PersonName that a text is."""
    last, comma, first = text.partition(",")
    degrees = set(re.findall(r"\w+", plain(first.replace(".", ""))))
    if comma and degrees - TITLES - set(GENERATIONS):
        text = f"{first} {last}"
    elif comma:
        text = f"{last} {first}" if degrees & set(GENERATIONS) else last
    text = re.sub(r"\([^()]*\)", " ", text)
    text = EXCELLENCY.sub("", re.sub(r"\.(?=\w)", ". ", text))
    given = re.match(r"\s*(?:[^\W\d_]+\.\s+)*((?:[^\W\d_]+-)+[^\W\d_]+)(?=\s)", text)
    joined = tuple(re.findall(r"[^\W_]+", plain(given[1]))) if given else ()
    raw = re.findall(r"[^\W\d_]+\.?", plain_dotted(text))
    parts, generation = [], ""
    for place, word in enumerate(raw):
        name = word.rstrip(".")
        if name in GENERATIONS and place > 1:
            generation = GENERATIONS[name]
        elif name in TITLES and is_title(word, place, raw):
            continue
        elif name not in PARTICLES or len(raw) <= 2:
            parts.append(name)
    latin = [part.translate(LATIN) for part in parts]
    return PersonName(tuple(latin), joined, generation, latin != parts)


def plain_dotted(text):
    """A text in plain letters that keeps the dots of titles and initials."""
    return " ".join(plain(word.rstrip(".")) + "." * word.endswith(".") for word in text.split())


def is_title(word, place, raw):
    """Whether a word that may be a title is one, where it stands."""
    follows_title = place > 0 and raw[place - 1].rstrip(".") in TITLES
    return place == 0 or word.endswith(".") or follows_title or word in DEGREES


def alike(one, other):
    """How likely two PersonNames are of one person: of 100, 0 for no."""
    if one.generation and other.generation and one.generation != other.generation:
        return 0
    few, many = sorted((one, other), key=lambda name: len(name.parts))
    if few.parts == many.parts:
        return 100
    if len(few.parts) < 2:
        return 0
    is_foreign = one.is_foreign != other.is_foreign
    return max(
        in_order(few, many, is_foreign),
        turned(few, many, is_foreign),
    )


def in_order(few, many, is_foreign):
    """The same where both begin with the given name."""
    likeness = same_part(few.parts[0], many.parts[0], is_foreign, is_given=True)
    if not likeness:
        return 0
    left, found, whole = list(many.parts[1:]), [likeness], len(few.parts[0]) > 1
    for part in few.parts[1:]:
        best = max(left, key=lambda other: same_part(part, other, is_foreign), default=None)
        likeness = best and same_part(part, best, is_foreign)
        if not likeness:
            return 0
        left.remove(best)
        found.append(likeness)
    longer = [part for part in left if len(part) > 1]
    given = many.joined or few.joined
    if any(part in given for part in longer) or len(longer) > 1:
        return 0
    if len(few.parts[-1]) < 2:
        return 0
    return min(found) - 10 * len(longer) - 10 * (not whole)


def turned(few, many, is_foreign):
    """The same where one begins with the family name, and nothing else differs."""
    if len(few.parts) != len(many.parts) or (
        few.joined != many.joined and few.joined and many.joined
    ):
        return 0
    left = list(many.parts)
    for part in few.parts:
        best = next((other for other in left if same_part(part, other, is_foreign) >= 95), None)
        if best is None or len(part) == 1:
            return 0
        left.remove(best)
    return 90


@lru_cache(50_000)
def same_part(one, other, is_foreign, is_given=False):
    """How likely two parts of names are one: of 100, 0 for no."""
    if one == other:
        return 100
    if len(one) == 1 or len(other) == 1:
        return 85 if one[0] == other[0] else 0
    if beat_exactly(one) == beat_exactly(other) or VARIANTS.get(one, one) == VARIANTS.get(
        other, other
    ):
        return 95
    if is_foreign and beat(one) == beat(other):
        return 90
    is_longer = len(one) != len(other)
    shortest = SHORTEST_GIVEN if is_given else SHORTEST_SPELT_ALIKE - is_longer
    if min(len(one), len(other)) >= shortest and one[0] == other[0] and one[-1] == other[-1]:
        return 80 if OSA.distance(one, other) <= 1 else 0
    return 0


@lru_cache(50_000)
def beat_exactly(part):
    """A part of a name without what is written in two ways: doubled letters, s and z, ph and f."""
    return DOUBLED.sub(r"\1", part.replace("ph", "f").replace("z", "s").replace("ck", "k"))


@lru_cache(50_000)
def beat(part):
    """The consonants of a part of a name, which its writings in several scripts share."""
    told = VARIANTS.get(part, part)
    told = (
        told.replace("x", "ks")
        .replace("kh", "h")
        .replace("ph", "f")
        .replace("z", "s")
        .replace("j", "y")
    )
    beats = DOUBLED.sub(r"\1", VOWELS.sub("", told))
    return beats.removesuffix("h") if beats[2:] else beats
