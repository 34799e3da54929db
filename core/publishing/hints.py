"""What somebody who types may mean, though its name does not tell that it is the same.

Only asked beside a form, where one sees at once what is another thing: that it has the acronym that
is typed, or that its title begins so before a colon. The gate and the night ask for more.
"""

from collections import defaultdict

from core.publishing.likeness import differ_in_facts
from core.publishing.readings import read, squeezed


class Hints:
    """Many Named, by their acronyms and by what stands before a colon in their names."""

    def __init__(self):
        self._by_acronym = defaultdict(dict)
        self._by_word = defaultdict(dict)

    def add(self, one):
        if one.short:
            self._by_acronym[one.short][one.key] = one
        for head, _ in titled(one):
            self._by_word[min(head.subject)][one.key] = one

    def remove(self, one):
        if one.short:
            self._by_acronym[one.short].pop(one.key, None)
        for head, _ in titled(one):
            self._by_word[min(head.subject)].pop(one.key, None)

    def of(self, one):
        """The Named that are hinted at by one that is being typed."""
        near = dict(self._by_acronym.get(squeezed(one.acronym), {}))
        for _, typed in one.readings:
            for word in typed.subject:
                for key, other in self._by_word.get(word, {}).items():
                    if any(says(typed, head, whole) for head, whole in titled(other)):
                        near[key] = other
        for key, other in near.items():
            if key != one.key and not differ_in_facts(one.known, one.facts, other.facts):
                yield other


def titled(one):
    """Pairs of Readings, word by word, of names with a colon: what stands before it, and all."""
    for name in (one.name, *one.names):
        head, _, rest = name.partition(":")
        if rest and not one.is_person:
            read_head = read(one.known, head, False)
            if read_head.subject:
                yield read_head, read(one.known, name, False)


def says(typed, head, whole):
    """Whether a Reading says what the head of a title says, and nothing that the title lacks."""
    return all(
        least <= mine <= most
        for least, mine, most in (
            (head.subject, typed.subject, whole.subject),
            (set(head.places), set(typed.places), set(whole.places)),
            (head.numbers, typed.numbers, whole.numbers),
            (head.years, typed.years, whole.years),
        )
    )
