"""The full text of records: BM25 over weighted fields, tags for what is exact.

The only module that knows tantivy's index. A record is known by its primary key.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice, product
from math import log

import tantivy
from pyroaring import BitMap

from core.search.language import (
    kept_apart,
    stem_analyzer,
    stems_of,
    surface_analyzer,
    tag_analyzer,
)
from core.search.words import AS_A_WHOLE, AnyTag, Concept, Literal, Tag
from core.search.writing import plain

MUST, SHOULD, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Query = tantivy.Query

STEMS, SURFACE, TAGS = "stems", "surface", "tags"
OTHERS = 0.5  # how much the other ways to have a concept count beside the best one
PHRASE_BONUS = 1.0  # of words that stand side by side, over the same words apart
STEP = 1000.0  # by which near ways outrank farther ones: more than any words score together
SMALL_STEP = 2.0  # the same where other things are asked for, too
SIMILARITY = 0.4  # how much similar words count beside shared tags
TELLING = 12  # words of a text that are looked for elsewhere, of at least
MOST_SPELLINGS = 8  # of a phrase
SHORTEST = 4  # letters, which at least
SHARED = 2  # records have
NAMES = "names"  # the field with the names of what a record is linked with, themes included;
LINKED = "linked"  # the same without those of themes, for words that a record has to say itself
LEADING = "lead"  # before the name of a tag that says what comes first: theme, origin
THREADS = 2  # that write the index while Python reads all records
HEAP = 128_000_000  # bytes that these fill before they write a segment
SMALL_HEAP = 15_000_000  # the least that tantivy takes, for some records or a few thousand
ORPHANS = []  # writers that a forked child has inherited


@dataclass(frozen=True)
class Document:
    """One record: its key, its texts by field name, and its tags (`name:value`, without blanks).

    A tag that leads the record stands there as `lead-name:value` too.
    """

    pk: int
    texts: Mapping[str, str]
    tags: list


class TextIndex:
    """Texts of records, searched by concepts.

    weights: how much a match in each field counts; spelt: the fields whose words a misspelt one
    may have meant; folder: a Folder, where the texts are, or will be; memory for None. Nobody else
    writes there.
    """

    def __init__(self, weights: Mapping[str, float], spelt, folder=None):
        self.weights = weights
        self.spelt = spelt
        self.folder = folder
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("pk", indexed=True, fast=True)
        for name in weights:
            builder.add_text_field(name, tokenizer_name=STEMS)
        builder.add_text_field("tags", tokenizer_name=TAGS, index_option="basic")
        builder.add_text_field("words", tokenizer_name=SURFACE, index_option="basic")
        self.schema = builder.build()
        self._index = tantivy.Index(self.schema, path=folder and str(folder.path))
        self._index.config_reader("manual")
        self._index.register_tokenizer(STEMS, stem_analyzer())
        self._index.register_tokenizer(SURFACE, surface_analyzer())
        self._index.register_tokenizer(TAGS, tag_analyzer())
        self._writer = None
        self._process = os.getpid()

    @property
    def can_be_written(self):
        """Whether the writer has its threads: a forked child has the index without them."""
        return self._process == os.getpid()

    def __del__(self):
        if self._writer and not self.can_be_written:
            ORPHANS.append(self._writer)  # to drop it is to wait for threads that are not there

    def replace(self, documents: Iterable[Document], keys=()):
        """Drop the documents with these keys, add those given, and let readers see it at once."""
        if self._writer is None:
            self._writer = self._index.writer(SMALL_HEAP, 1)
        if keys := list(keys):
            gone = Query.term_set_query(self.schema, "pk", keys)
            self._writer.delete_documents_by_query(gone)
        self._add(self._writer, documents)
        self._index.reload()

    def write(self, documents: Iterable[Document], heap=HEAP, threads=THREADS):
        """Have these documents and no others; nothing stays behind of what was there before."""
        self._writer = None  # there is one at a time, and this one is gone with its memory after it
        writer = self._index.writer(heap, threads)
        writer.delete_all_documents()
        self._add(writer, documents)
        writer.wait_merging_threads()
        self._index.reload()

    def _add(self, writer, documents):
        for document in documents:
            texts = {name: plain(text) for name, text in document.texts.items()}
            fields = {name: kept_apart(text) for name, text in texts.items()}
            fields["words"] = " ".join(texts[name] for name in self.spelt)
            writer.add_document(
                tantivy.Document.from_dict(
                    {"pk": document.pk, "tags": " ".join(document.tags), **fields}, self.schema
                )
            )
        writer.commit()

    def reader(self):
        """The texts as they are now; later changes are not seen."""
        return TextReader(self.schema, self.weights, self._index.searcher(), self.folder)


class TextReader:
    """A fixed state of a TextIndex."""

    def __init__(self, schema, weights, searcher, folder=None):
        self.schema = schema
        self.weights = weights
        self.searcher = searcher
        self.folder = folder

    def vocabulary(self):
        """The words as written, with the number of records that have each."""
        return dict(self.searcher.terms_with_prefix("words", "", None, None))

    def is_gone(self, word):
        """Whether a word stands in dropped documents alone, of which the vocabulary still knows."""
        if not self.searcher.doc_freq("words", word):
            return False
        return not self.searcher.search(Query.term_query(self.schema, "words", word), 1).hits

    def has_stem(self, stem):
        """Whether any record has a word of this stem."""
        return any(self.searcher.doc_freq(field, stem) for field in self.weights)

    def matching(self, query, among=None):
        """The keys of the records that match; among: of those with one of these keys."""
        if not self.searcher.num_docs or (among is not None and not among):
            return BitMap()
        if among is not None:
            within = Query.term_set_query(self.schema, "pk", list(among))
            query = Query.boolean_query([(MUST, query), (MUST, within)])
        # In no order, and the keys in one go: half the time of asking for them in order.
        same = Query.const_score_query(query, 1.0)
        hits = self.searcher.search(same, limit=self.searcher.num_docs, count=False).hits
        return BitMap(self.searcher.fast_field_values("pk", [address for _, address in hits]))

    def best(self, query, limit):
        """Pairs of score and key, the best first."""
        if limit < 1:
            return []
        hits = self.searcher.search(query, limit=limit, count=False).hits
        keys = self.searcher.fast_field_values("pk", [address for _, address in hits])
        return list(zip((score for score, _ in hits), keys, strict=True))

    def best_in_order(self, query, limit):
        """The same, equals by key: all that equal the last one are there, too.

        Which of equals the index has first depends on when it came to read them.
        """
        most = 2 * limit
        while True:
            hits = self.best(query, most)
            if len(hits) < most or hits[-1][0] < hits[limit - 1][0]:
                return sorted(hits, key=lambda hit: (-hit[0], hit[1]))
            most *= 4

    def all_of(self, asked):
        """Records that have every concept of a ParsedQuery; weak ones only raise the score."""
        step = STEP if len(asked.concepts) == 1 else SMALL_STEP
        return self._within(asked, [(MUST, self._nearest_first(c, step)) for c in asked.concepts])

    def some_of(self, asked):
        """Records that have one of the concepts at least."""
        some = Query.boolean_query([(SHOULD, self.concept(one)) for one in asked.concepts])
        return self._within(asked, [(MUST, some)])

    def _within(self, asked, clauses):
        clauses += [(SHOULD, self.concept(one)) for one in asked.weak]
        clauses += [(NOT, self.concept(one)) for one in asked.excluded]
        return Query.boolean_query(clauses)

    def narrowed(self, query, tags):
        """The same query within tags: for each name, one of its values; scores stay as they are."""
        clauses = [(MUST, query)]
        for name, values in tags.items():
            terms = [f"{name}:{value}" for value in values]
            within = Query.term_set_query(self.schema, "tags", terms)
            clauses.append((MUST, Query.const_score_query(within, 0.0)))
        return Query.boolean_query(clauses)

    def like(self, tags, text):
        """Records that share one of the tags at least, those with similar words first."""
        shared = Query.boolean_query([(SHOULD, self._alternative(tag)) for tag in tags])
        similar = [
            (SHOULD, Query.boost_query(self._term(field, stem), SIMILARITY * weight))
            for field, stem, weight in self._telling(text)
        ]
        return Query.boolean_query([(MUST, shared), *similar])

    def _telling(self, text):
        """What tells a text from others most: field and stem, and its weight beside the first.

        Tantivy has a query for this, but among equals it takes others each time that it is asked.
        """
        found = []
        for stem, times in Counter(stems_of(text)).items():
            for field in self.weights.keys() - {LINKED} if len(stem) >= SHORTEST else ():
                having = self.searcher.doc_freq(field, stem)
                if having >= SHARED:
                    rare = log(1 + (self.searcher.num_docs - having + 0.5) / (having + 0.5))
                    found.append((times * rare, field, stem))
        best = nlargest(TELLING, found)
        return [(field, stem, weight / best[0][0]) for weight, field, stem in best]

    def concept(self, concept: Concept):
        """A query for any of a concept's alternatives; the best one counts."""
        alternatives = [self._alternative(one) for one in concept.alternatives]
        if concept.apart:  # to be found they stand together, and score by themselves besides
            found = [(MUST, alternatives[0]), (SHOULD, self._literal(concept.apart))]
            alternatives[0] = Query.boolean_query(found)
        if not alternatives:
            return Query.empty_query()
        if len(alternatives) == 1:
            return alternatives[0]
        return Query.disjunction_max_query(alternatives, tie_breaker=OTHERS)

    def _nearest_first(self, concept, step):
        """The same query; what is nearer to the words as typed scores a step more."""
        query = self.concept(concept)
        nearer = concept.nearer()
        if not nearer:
            return query
        steps = [
            Query.const_score_query(self._alternative(one), step * (AS_A_WHOLE - one.away))
            for one in nearer
        ]
        return Query.boolean_query([(MUST, query), (SHOULD, Query.disjunction_max_query(steps))])

    def _alternative(self, one):
        if isinstance(one, Tag):
            weight = one.weight * self._rarity(one) if one.away else one.weight
            has, leads = (
                self._tag(name, one.value, weight) for name in (one.name, f"{LEADING}-{one.name}")
            )
            return Query.boolean_query([(SHOULD, has), (SHOULD, leads)])
        if isinstance(one, AnyTag):
            terms = [f"{one.name}:{value}" for value in one.values]
            within = Query.term_set_query(self.schema, "tags", terms)
            return Query.const_score_query(within, one.weight)
        return Query.boost_query(self._literal(one), one.weight)

    def _rarity(self, tag):
        """How much a tag says of its records: a sector of five says more than a theme of fifty."""
        having = self.searcher.doc_freq(TAGS, f"{tag.name}:{tag.value}")
        return log(1 + self.searcher.num_docs / max(having, 1))

    def _tag(self, name, value, weight):
        term = Query.term_query(self.schema, TAGS, f"{name}:{value}", "basic")
        return Query.const_score_query(term, weight)

    def _literal(self, literal: Literal):
        fields = self._fields(literal)
        words = [self._word(stems, fields) for stems in literal.words]
        if len(words) == 1:
            return words[0]
        phrases = self._phrases(literal.words, fields)
        if literal.is_phrase:
            return phrases
        together = [(MUST, word) for word in words]
        return Query.boolean_query([*together, (SHOULD, Query.boost_query(phrases, PHRASE_BONUS))])

    def _fields(self, literal):
        """The fields where words are looked for, and their weights."""
        if literal.fields:
            return [(name, self.weights[name]) for name in literal.fields]
        left_out = NAMES if literal.is_own and LINKED in self.weights else LINKED
        return [(name, weight) for name, weight in self.weights.items() if name != left_out]

    def _word(self, stems, fields):
        """Any of a word's spellings, in any of the fields."""
        return Query.boolean_query(
            [
                (SHOULD, Query.boost_query(self._term(field, stem), weight))
                for field, weight in fields
                for stem in stems
            ]
        )

    def _term(self, field, stem):
        return Query.term_query(self.schema, field, stem)

    def _phrases(self, words, fields):
        """The words side by side, in any of the fields and in any spelling."""
        return Query.boolean_query(
            [
                (SHOULD, Query.boost_query(Query.phrase_query(self.schema, field, stems), weight))
                for field, weight in fields
                for stems in map(list, islice(product(*words), MOST_SPELLINGS))
            ]
        )
