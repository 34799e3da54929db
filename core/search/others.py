"""The records beside the catalogue's own, in one index of texts: places, subjects, people ...

They are a few thousand, so that the index holds texts alone (filters and counts stay with the
database) and is made anew whenever one of them has changed. Like the index of the catalogue it is
a cache. Whoever asks takes the keys it gives as a restriction of public records: what has been
withdrawn is gone at once, however far behind the index may be.
"""

import logging
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from time import perf_counter

from pyroaring import BitMap

from core.search.language import words_of
from core.search.matching import QueryMatcher
from core.search.memory import RememberedAnswers
from core.search.packed import bitmaps_restored, piece_of_bitmaps
from core.search.reads import Rows, state_of
from core.search.results import Found
from core.search.spelling import Spelling, Spellings
from core.search.text_index import SMALL_HEAP, Document, TextIndex, TextReader
from core.search.words import Concept, Tag

logger = logging.getLogger(__name__)

WEIGHTS = {"title": 4.0, "summary": 2.0, "names": 1.5, "body": 1.0}
SPELT = ("title", "summary", "names")
KIND, CALLED = "kind", "called"  # names of tags
KEY = "Q"  # the code of an array of keys
ENOUGH = 3  # records of a kind with all the words; with fewer, the best partial matches follow
COVERED = 0.5  # share of what is asked that those have, rare things weighing more
REMEMBERED = 1024  # answers that are kept, and
QUERIES = 64  # queries understood: each is put to seven kinds in a row


@dataclass(frozen=True)
class OtherRecord:
    """A public record as the index reads it.

    called: its names, which somebody may type as a whole; texts: by the names of WEIGHTS; tags: as
    those of a Document.
    """

    pk: int
    called: Iterable[str]
    texts: Mapping[str, str]
    tags: Iterable[str] = field(default=())

    def said(self):
        """All that it says, as bytes."""
        return repr((self.pk, *self.called, *self.texts.values(), *self.tags)).encode()

    def document(self, number, kind):
        """The record as the index of texts takes it."""
        called = {f"{CALLED}:{whole(name)}" for name in self.called if name}
        texts = dict.fromkeys(WEIGHTS, "") | self.texts
        return Document(number, texts, [f"{KIND}:{kind}", *called, *self.tags])


def whole(name):
    """A name as one word, so that only the same name equals it: a tag has no blanks."""
    return "_".join(words_of(name))


@dataclass(frozen=True)
class OtherRecords:
    """The records at one revision. They are numbered; keys: primary key by number.

    state: of what they were read from, see `reads.py`; None where it is not known.
    """

    revision: int
    texts: TextReader
    keys: Sequence[int]
    kinds: Mapping[str, BitMap]
    spelling: Spelling
    fingerprint: int
    state: tuple | None = None

    def pieces(self):
        """What a file has to keep of them beside the texts, by name."""
        return {
            "others.keys": self.keys,
            "others.kinds": piece_of_bitmaps({"": self.kinds}),
            "others.fingerprint": array(KEY, [self.fingerprint]),
        }

    def called(self, name):
        """The numbers of the records with exactly this name."""
        tag = Tag(CALLED, whole(name))
        return self.texts.matching(self.texts.concept(Concept(name, (tag,))))


class OtherRecordsIndex:
    """Builds OtherRecords.

    kinds: by model a function that yields each public OtherRecord, and the Rows that it reads; the
    apps declare them.
    """

    def __init__(self, kinds: dict[type, tuple[Callable, Sequence[Rows]]], folder=None):
        """folder: a Folder for the texts, memory for None."""
        self.kinds = kinds
        self._texts = TextIndex(WEIGHTS, SPELT, folder)

    def build(self, revision, thesaurus, before, one_by_one):
        """Read all records; make their texts anew where one has changed since those before.

        thesaurus: of the catalogue, whose words a misspelt one may have meant too; before: the
        OtherRecords that there are, or None; one_by_one: goes through the records, and may do
        something else in between.
        """
        started = perf_counter()
        state = state_of(reads for _, reads in self.kinds.values())
        if before and before.state == state:
            return replace(before, revision=revision)
        records = [
            (model._meta.model_name, record)
            for model, (read, _) in self.kinds.items()
            for record in one_by_one(read())
        ]
        fingerprint = fingerprint_of(records)
        if before and before.fingerprint == fingerprint:
            return replace(before, revision=revision, state=state)
        if not self._texts.can_be_written:
            self._texts = TextIndex(WEIGHTS, SPELT)
        documents = (record.document(n, kind) for n, (kind, record) in enumerate(records))
        self._texts.write(documents, SMALL_HEAP, threads=1)
        kinds = {model._meta.model_name: BitMap() for model in self.kinds}
        for number, (kind, _) in enumerate(records):
            kinds[kind].add(number)
        keys = array(KEY, [record.pk for _, record in records])
        logger.info("Other records: %d in %.2f s", len(keys), perf_counter() - started)
        made = self._records(revision, thesaurus, keys, kinds, fingerprint)
        return replace(made, state=state)

    def restore(self, revision, thesaurus, pieces):
        """Go on from what `pieces` has kept of OtherRecords; the texts are in the folder."""
        keys, kinds = pieces["others.keys"].cast(KEY), bitmaps_restored(pieces["others.kinds"])
        (fingerprint,) = pieces["others.fingerprint"].cast(KEY)
        return self._records(revision, thesaurus, keys, kinds[""], fingerprint)

    @property
    def folder(self):
        """Where their texts are, memory for None."""
        return self._texts.folder

    def _records(self, revision, thesaurus, keys, kinds, fingerprint):
        texts = self._texts.reader()
        vocabulary = thesaurus.words(lambda tag: True)
        for word, count in texts.vocabulary().items():
            vocabulary[word] = vocabulary.get(word, 0) + count
        spelling = Spelling(vocabulary, texts.has_stem)
        return OtherRecords(revision, texts, keys, kinds, spelling, fingerprint)


def fingerprint_of(records):
    """A number that is another one when something has changed; the same in every process."""
    digest = blake2b(digest_size=8)
    for kind, record in records:
        digest.update(kind.encode() + record.said())
    return int.from_bytes(digest.digest(), "little")


class OtherRecordsSearch:
    """What the records answer, and remember.

    catalogue: its snapshot, by whose thesaurus queries are understood. A word that stands in either
    is never corrected.
    """

    def __init__(self, records, catalogue):
        self.records = records
        self.catalogue = catalogue
        spellings = Spellings(records.spelling, catalogue.parser.spelling)
        self.parser = replace(catalogue.parser, spelling=spellings, reader=None)
        self.everything = BitMap(range(len(records.keys)))
        # Nothing in these points back here, so that what is replaced goes at once.
        self._concepts = RememberedAnswers(REMEMBERED)
        self._queries = RememberedAnswers(QUERIES)
        self._found = RememberedAnswers(REMEMBERED)

    def found(self, model, text):
        """What some words find of the records of a model, as Found; None where it has no such."""
        kind = model._meta.model_name
        if kind not in self.records.kinds:
            return None
        return self._found.get((kind, text), lambda: self._find(kind, text))

    def understood(self, text):
        """The words as they are searched for among all kinds, as a ParsedQuery."""
        return self._query(text).parsed

    def has(self, concept):
        """Whether one of these records has a concept."""
        return bool(self._having(concept))

    @property
    def fingerprint(self):
        """A number that is another one when a record has changed."""
        return self.records.fingerprint

    def _query(self, text):
        """What a text asks of all kinds, as a QueryMatcher."""
        return self._queries.get(text, lambda: self._matcher(text))

    def _matcher(self, text):
        parsed, texts = self.parser.parse(text), self.records.texts
        return QueryMatcher(
            parsed, texts, self.everything, self._having, is_elsewhere=self._is_elsewhere
        )

    def _having(self, concept):
        """The numbers of the records that have a concept."""
        texts = self.records.texts
        return self._concepts.get(concept, lambda: texts.matching(texts.concept(concept)))

    def _is_elsewhere(self, concept):
        texts = self.catalogue.texts
        return bool(texts.matching(texts.concept(concept)) & self.catalogue.public)

    def _find(self, kind, text):
        """Those that are called so lead, and nothing partial follows them."""
        query = self._query(text)
        parsed, members = query.parsed, self.records.kinds[kind]
        called = self._called(parsed) & members
        if not (parsed.concepts or parsed.excluded):
            return self._in_order(called, called, [], parsed)
        matches = query.matches(members, {KIND: [kind]}, ENOUGH, COVERED)
        complete = dict.fromkeys([*called, *self._ranked(query, matches.complete, kind)])
        return self._in_order(called, complete, [] if called else matches.partial, parsed)

    def _in_order(self, called, complete, partial, parsed):
        keys = [self.records.keys[number] for number in (*complete, *partial)]
        return Found(keys, len(complete), parsed, bool(called))

    def _called(self, parsed):
        """The numbers of the records that the whole query is the name of."""
        return BitMap() if parsed.excluded else self.records.called(parsed.searched_for)

    def _ranked(self, query, complete, kind):
        if not query.parsed.concepts:
            return complete
        texts = self.records.texts
        best = texts.best(texts.narrowed(query.all_of_it, {KIND: [kind]}), len(complete))
        return [number for _, number in best]
