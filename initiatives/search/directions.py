"""Words around places and years that say which way and when, in English, Spanish, French and
Portuguese (and the plainest in Arabic), as patterns for rows of folded words with a blank between.
"""

import re
from enum import StrEnum

from core.search.words import Literal, Tag
from initiatives.uptake import Uptake


class Role(StrEnum):
    """What a place has to do with what is asked for; its value says so in words."""

    THERE = "in {}"
    GAVE = "from {}"
    TOOK = "taken up in {}"
    LEARNT = "that {} learnt from"
    WANTS = "wanted in {}"


def one_of(words, ending=""):
    """A pattern for any of some words or phrases, set apart by bars; ending: of each, a pattern."""
    return f" (?:{'|'.join(word.strip() for word in words.split('|'))}){ending}"


ANY_ENDING = r"\w*"
ARTICLE = f"(?:{one_of('the|la|le|les|l|el|los|las|o|a|os|as|un|una|une')})?"
OF = one_of("de|du|des|d|do|da|dos|das|del")
IN = one_of("in|from|en|em|no|na|nos|nas|au|aux|dans|by|por|par|pelo|pela|to|into|a|al|ao")

# What stands right before a place, without its article; the first that fits says the role.
BEFORE = [
    (
        Role.WANTS,
        one_of("want|need|request|sought|desir|quer|pedid|solicitad|buscad", ANY_ENDING) + IN,
    ),
    (Role.WANTS, one_of("demand|souhait|voulu", ANY_ENDING) + IN),
    (
        Role.LEARNT,
        one_of("learn|visit|studi|seen|aprend|estudi|etudi", ANY_ENDING)
        + one_of("by|por|par|pelo|pela"),
    ),
    (Role.GAVE, one_of("born|begin|began|begun|invent|originat", ANY_ENDING) + IN),
    (Role.GAVE, one_of("nacid|surgid|inventad|nascid", ANY_ENDING) + IN),
    (Role.GAVE, one_of("ne|nee|nes|nees|inventee|inventees") + IN),
    (Role.TOOK, one_of("taken up|take up|took up|scaled up|brought|bring|export", ANY_ENDING) + IN),
    (Role.TOOK, one_of("adopt|adapt|replic|copi|copy|borrow|introduc|transfer", ANY_ENDING) + IN),
    (Role.TOOK, one_of("implement|spread|repris|imported|introduz|llevad|levad", ANY_ENDING) + IN),
    (Role.TOOK, one_of("trazid|traid", ANY_ENDING) + IN),
    (Role.GAVE, one_of("from|desde|com o|com a|من")),
    (
        Role.GAVE,
        one_of("procedente|proveniente|originario|originaria|originaire|vindo|vinda", "s?") + OF,
    ),
    (Role.GAVE, one_of("venu|venue|provenant|oriundo|oriunda", "s?") + OF),
    (Role.TOOK, one_of("to|into|towards|hacia|vers|para o|para a|الي")),
]
# What stands right behind it, unless a place follows that it belongs to.
WHERE = one_of("in|by|en|em|no|na|au|aux|por|par|dans")
HELPING = f"(?:{one_of('has|have|had|is|was|que|ha|a|ont|tem')})*"
AFTER = [
    (
        Role.GAVE,
        HELPING
        + one_of("took to|takes to|taken to|brought to|passed on|passes on|handed on|gave|gives"),
    ),
    (Role.GAVE, HELPING + one_of("given|taught|teach|shar|offer|sent|send|export", ANY_ENDING)),
    (Role.GAVE, HELPING + one_of("llevo|enseno|ofrec|compart|transmis|enseign", ANY_ENDING)),
    (Role.GAVE, HELPING + one_of("partag|levou|ensin|oferec|passou", ANY_ENDING)),
    (Role.LEARNT, HELPING + one_of("learn|visit|studied|aprend|appris|estud", ANY_ENDING)),
    (Role.TOOK, HELPING + one_of("took|takes|taken|tomo|repris|adotou|copiou|replicou")),
    (Role.TOOK, HELPING + one_of("adopt|adapt|copi|copy|borrow|imported|replic", ANY_ENDING)),
    (
        Role.WANTS,
        HELPING
        + one_of("want|wants|wanted|needs|seeks|would like|looks for|looking for|asked for"),
    ),
    (Role.WANTS, HELPING + one_of("quiere|busca|necesita|pide|veut|cherche|souhaite")),
    (Role.WANTS, HELPING + one_of("quer|procura|precisa")),
]
ELSEWHERE = re.compile(
    "(?:"
    + one_of("elsewhere|abroad|overseas|ailleurs|other countries|others|its neighbours")
    + f"|(?:{one_of('to|by|in|into|with')})"
    + one_of("other countries|others|its neighbours")
    + f"|(?:{one_of('en|em|a|con|com')})?"
    + one_of("otros paises|outros paises")
    + f"|(?:{one_of('dans|vers')})?"
    + one_of("d autres pays|autres pays")
    + ")(?= )"
)

YEAR = r" ((?:19|20)\d\d)(?= )"
SINCE = one_of("since|desde|depuis|from|a partir de|a partir du|starting in")
# Each with a function that gives the first and the last year of those found.
YEARS = [
    (
        one_of("between|from|entre|de|desde")
        + YEAR
        + one_of("and|to|y|et|e|a|au|ate|hasta")
        + YEAR,
        lambda first, last: (min(first, last), max(first, last)),
    ),
    (SINCE + ARTICLE + YEAR, lambda year: (year, None)),
    (one_of("after|despues de|apres|depois de") + YEAR, lambda year: (year + 1, None)),
    (one_of("until|up to|hasta|jusqu en|jusque|ate") + YEAR, lambda year: (None, year)),
    (one_of("before|antes de|avant") + YEAR, lambda year: (None, year - 1)),
]
# What an initiative comes to: words, the ways in which a record has it, and how that is said.
STATES = [
    (
        one_of("still running|still active|ongoing|on going|en curso|en cours|em curso"),
        (Tag("status", "active"),),
        "still running",
    ),
    (
        one_of("completed|finished|terminados|termines|concluidos") + one_of("projects|proyectos"),
        (Tag("status", "completed"),),
        "completed",
    ),
    (
        one_of("taken up|replicated|adopted|copied") + one_of("elsewhere|in other countries"),
        (Tag("uptake", Uptake.TAKEN_UP.value),),
        "taken up elsewhere",
    ),
    (
        one_of("pilot|piloto|pilote|piloting|piloted", "s?"),
        (Tag("stage", "adapting", 2.0), Literal((("pilot", "piloto", "pilote"),))),
        "piloted or being adapted",
    ),
]
