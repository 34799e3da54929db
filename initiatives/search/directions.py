"""Words around places and years that say which way and when, in English, Spanish, French and
Portuguese (and the plainest in Arabic), as patterns for rows of folded words with a blank between.

Verbs stand as they are written: "transferred to" says which way, "cash transfers in" does not.
"""

from enum import StrEnum

from core.search.words import Literal, Tag
from initiatives.uptake import Uptake


class Role(StrEnum):
    """What a place has to do with what is asked for; its value says so in words."""

    THERE = "in {}"
    GAVE = "from {}"
    TOOK = "taken up in {}"
    LEARNT = "learnt from by {}"
    WANTS = "wanted by {}"
    NOT_THERE = "not in {}"


def one_of(words, ending=""):
    """A pattern for any of some words or phrases, set apart by bars; ending: of each, a pattern."""
    return f" (?:{'|'.join(word.strip() for word in words.split('|'))}){ending}"


SPANISH_OR_PORTUGUESE = "[oa]s?"  # endings of participles ...
FRENCH = "e?s?"  # ... and of French ones
ARTICLE = f"(?:{one_of('the|la|le|les|l|el|los|las|o|a|os|as|un|una|une')})?"
OF = one_of("de|du|des|d|do|da|dos|das|del|from")
IN = one_of("in|to|into|by|en|a|al|por|em|no|na|nos|nas|pelo|pela|au|aux|dans|par")
BY = one_of("by|por|par|pelo|pela|pour")

TAKEN = "copied|borrowed|imported|adopted|adapted|taken over|learn|learnt|came|come|comes|coming"

# What stands right before a place, without its article; the first that fits says the role.
BEFORE = [
    (Role.NOT_THERE, one_of("not|except|excluding|without|sauf|salvo|excepto|exceto|menos|sin")),
    (
        Role.NOT_THERE,
        one_of("not|except|excluding|outside|outside of|fuera de|fora de|fora da|hors de|hors d")
        + f"(?:{one_of('in|from|en|em')})?",
    ),
    (Role.WANTS, one_of("wanted|needed|requested|sought|desired|asked for|demanded") + BY),
    (Role.WANTS, one_of("wanted|needed|requested|sought") + one_of("in")),
    (Role.WANTS, one_of("querid|pedid|solicitad|buscad", SPANISH_OR_PORTUGUESE) + BY),
    (Role.WANTS, one_of("demande|souhaite|voulu", FRENCH) + BY),
    (Role.WANTS, one_of("quiere|busca|necesita|veut|cherche|souhaite|quer|procura")),
    (Role.LEARNT, one_of("learnt|learned|visited|studied|seen") + BY),
    (Role.LEARNT, one_of("learnt|learned") + one_of("from by")),
    (Role.LEARNT, one_of("aprendio|aprendeu|a appris")),
    (Role.GAVE, one_of("exported|given|shared|taught|offered|passed on|handed on") + one_of("by")),
    (Role.GAVE, one_of("born|began|begun|invented|originated|originating") + one_of("in")),
    (Role.GAVE, one_of("nacid|surgid|inventad|nascid", SPANISH_OR_PORTUGUESE) + IN),
    (Role.GAVE, one_of("ne|nee|nes|nees|invente", FRENCH) + IN),
    (
        Role.GAVE,
        f"(?:{one_of(TAKEN)})?" + one_of("from|desde|com o|com a|من"),
    ),
    (
        Role.GAVE,
        one_of("procedente|proveniente|originario|originaria|originaire|vindo|vinda", "s?") + OF,
    ),
    (Role.GAVE, one_of("venu|provenant", FRENCH) + OF),
    (Role.GAVE, one_of("oriundo|oriunda", "s?") + OF),
    (Role.GAVE, one_of("vinieron|vino|viene|vienen|vieram|veio|vem|vient|viennent") + OF),
    (Role.TOOK, one_of("taken up|take up|took up|scaled up|taken|brought|exported|spread") + IN),
    (Role.TOOK, one_of("adopted|adapted|replicated|copied|borrowed|introduced|transferred") + IN),
    (Role.TOOK, one_of("imported") + one_of("by|into|to")),
    (Role.TOOK, one_of("adoptad|adotad|adaptad|replicad|copiad", SPANISH_OR_PORTUGUESE) + IN),
    (Role.TOOK, one_of("introducid|introduzid|transferid|llevad", SPANISH_OR_PORTUGUESE) + IN),
    (Role.TOOK, one_of("levad|traid|trazid|importad", SPANISH_OR_PORTUGUESE) + IN),
    (Role.TOOK, one_of("adopte|adapte|replique|copie|transfere|importe|repris", FRENCH) + IN),
    (Role.TOOK, one_of("introduit", FRENCH) + IN),
    (Role.TOOK, one_of("to|into|towards|hacia|vers|para o|para a|الي")),
]
# What stands right behind it, unless a place follows that it belongs to.
WHERE = one_of("in|by|en|em|no|na|au|aux|por|par|dans")
HELPING = f"(?:{one_of('has|have|had|is|was|did|que|ha|a|ont|tem')})*"
AFTER = [
    (
        Role.GAVE,
        HELPING
        + one_of("took to|takes to|taken to|brought to|passed on|passes on|handed on|gave|gives"),
    ),
    (Role.GAVE, HELPING + one_of("given|taught|teaches|shared|shares|offered|offers|sent|sends")),
    (Role.GAVE, HELPING + one_of("llevo|enseno|ofrecio|ofrece|compartio|comparte|transmis")),
    (Role.GAVE, HELPING + one_of("enseigne|partage|levou|ensinou|ofereceu|oferece|passou")),
    (Role.LEARNT, HELPING + one_of("learn|learns|learnt|learned|visited|studied")),
    (Role.LEARNT, HELPING + one_of("aprendio|aprende|appris|aprendeu")),
    (Role.TOOK, HELPING + one_of("took up|takes up|took|takes|tomo|repris|adotou|copiou")),
    (Role.TOOK, HELPING + one_of("adopted|adopts|adapted|copied|copies|borrowed|imported")),
    (Role.TOOK, HELPING + one_of("replicated|replicou|adopto|adapto|copio|replico|imports")),
    (Role.WANTS, HELPING + one_of("want|wants|wanted|needs|seeks|would like|looks for")),
    (Role.WANTS, HELPING + one_of("is looking for|asked for|quiere|busca|necesita|pide")),
    (Role.WANTS, HELPING + one_of("veut|cherche|souhaite|quer|procura|precisa")),
]
AND, OR = {"and", "y", "e", "et"}, {"or", "o", "ou", "u"}
# "de Brasil a Mozambique": what stands before the first place and before the second.
FROM = {"of", "de", "del", "do", "da", "dos", "das", "du", "des", "d"}
TO = {"a", "al", "ao", "aos", "para", "au", "aux", "vers", "hacia"}
THERE = {"in", "en", "em", "au", "aux", "na", "no", "to"}  # "Chinese solutions in Africa"
ELSEWHERE = (
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

MONTH = one_of(
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro"
)
YEAR = rf"(?:{MONTH}(?:{one_of('de|of')})?)? ((?:1[89]|20)\d\d)(?= )"
SINCE = one_of("since|desde|depuis|from|a partir de|a partir du|starting in|منذ")
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
