"""The records beside the initiatives, in one index of texts: places, subjects, events, people ...

They are a few thousand, so that the index holds texts alone (filters and counts stay with the
database) and is made anew whenever one of them has changed. Like the index of the initiatives it is
a cache. Whoever asks takes the keys it gives as a restriction of public records: what has been
withdrawn is gone at once, however far behind the index may be.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter

from pyroaring import BitMap

from core import revision
from core.search.follower import Follower, follow_forks
from core.search.language import words_of
from core.search.matching import Question
from core.search.memory import Memory
from core.search.spelling import Spelling, Spellings
from core.search.text_index import SMALL_HEAP, Document, TextIndex, TextReader
from core.search.words import Concept, Tag, Understood

logger = logging.getLogger(__name__)

WEIGHTS = {"title": 4.0, "summary": 2.0, "names": 1.5, "body": 1.0}
SPELT = ("title", "summary", "names")
KIND, CALLED = "kind", "called"  # names of tags
ENOUGH = 3  # records of a kind with all the words; with fewer, the best partial matches follow
COVERED = 0.5  # share of what is asked that those have, rare things weighing more
REMEMBERED = 1024  # answers that are kept, and
QUESTIONS = 64  # questions understood: each is put to seven kinds in a row


@dataclass(frozen=True)
class Record:
    """A public record as the directory reads it.

    called: its names, which somebody may type as a whole; texts: by the names of WEIGHTS; tags: as
    those of a Document.
    """

    pk: int
    called: Iterable[str]
    texts: Mapping[str, str]
    tags: Iterable[str] = field(default=())

    def fingerprint(self):
        """A number that is another one when something has changed."""
        return hash((self.pk, *self.called, *self.texts.values(), *self.tags))

    def document(self, number, kind):
        """The record as the index of texts takes it."""
        called = {f"{CALLED}:{whole(name)}" for name in self.called if name}
        texts = dict.fromkeys(WEIGHTS, "") | self.texts
        return Document(number, texts, [f"{KIND}:{kind}", *called, *self.tags])


def whole(name):
    """A name as one word, so that only the same name equals it: a tag has no blanks."""
    return "_".join(words_of(name))


@dataclass(frozen=True)
class Directory:
    """The records at one revision. They are numbered; keys: primary key by number."""

    revision: int
    texts: TextReader
    keys: list
    kinds: Mapping[str, BitMap]
    spelling: Spelling
    fingerprint: int

    def called(self, name):
        """The numbers of the records with exactly this name."""
        tag = Tag(CALLED, whole(name))
        return self.texts.matching(self.texts.concept(Concept(name, (tag,))))


@dataclass(frozen=True)
class Found:
    """What some words find of one kind of records.

    keys: primary keys, the best first; complete: how many of them have all the words, and so lead
    those with a fair part of them; understood: the question; is_named: whether it is the name of
    one of them.
    """

    keys: list
    complete: int
    understood: Understood
    is_named: bool = False

    @property
    def is_partial(self):
        """Whether none has all the words."""
        return bool(self.keys) and not self.complete


class Answers:
    """What a directory answers, and remembers.

    catalogue: the snapshot of the initiatives, by whose thesaurus questions are understood. A word
    that stands in either is never corrected.
    """

    def __init__(self, directory, catalogue):
        self.directory = directory
        self.catalogue = catalogue
        spellings = Spellings(directory.spelling, catalogue.reader.spelling)
        self.reader = replace(catalogue.reader, spelling=spellings)
        self.everything = BitMap(range(len(directory.keys)))
        # Nothing in these points back here, so that what is replaced goes at once.
        self._concepts = Memory(REMEMBERED)
        self._questions = Memory(QUESTIONS)
        self._kinds = Memory(REMEMBERED)

    def question(self, text):
        """The Question that a text asks of all kinds."""
        return self._questions.get(text, lambda: self._question(text))

    def having(self, concept):
        """The numbers of the records that have a concept."""
        return self._concepts.get(concept, lambda: self._having(concept))

    def found(self, kind, text):
        """What some words find of a kind of records, as Found."""
        return self._kinds.get((kind, text), lambda: self._found(kind, text))

    def _question(self, text):
        asked, texts = self.reader.understand(text), self.directory.texts
        return Question(asked, texts, self.everything, self.having, self._is_elsewhere)

    def _having(self, concept):
        return self.directory.texts.matching(self.directory.texts.concept(concept))

    def _is_elsewhere(self, concept):
        texts = self.catalogue.texts
        return bool(texts.matching(texts.concept(concept)) & self.catalogue.public)

    def _found(self, kind, text):
        """Those that are called so lead, and nothing partial follows them."""
        question = self.question(text)
        asked, members = question.asked, self.directory.kinds[kind]
        called = self._called(asked) & members
        if not (asked.concepts or asked.excluded):
            return self._in_order(called, called, [], asked)
        matches = question.matches(members, {KIND: [kind]}, ENOUGH, COVERED)
        complete = dict.fromkeys([*called, *self._ranked(question, matches.complete, kind)])
        return self._in_order(called, complete, [] if called else matches.partial, asked)

    def _in_order(self, called, complete, partial, asked):
        keys = [self.directory.keys[number] for number in (*complete, *partial)]
        return Found(keys, len(complete), asked, bool(called))

    def _called(self, asked):
        """The numbers of the records that the whole question is the name of."""
        return BitMap() if asked.excluded else self.directory.called(asked.searched_for)

    def _ranked(self, question, complete, kind):
        if not question.asked.concepts:
            return complete
        texts = self.directory.texts
        best = texts.best(texts.narrowed(question.query, {KIND: [kind]}), len(complete))
        return [number for _, number in best]


class DirectoryKeeper(Follower):
    """Owns the directory of one process; the apps declare what it holds."""

    name = "directory"

    def __init__(self):
        self._records = {}
        self._catalogue = None
        self.forget()
        super().__init__()

    def forget(self):
        """Drop the directory."""
        self.held = None
        self._answers = None
        self._texts = self._no_texts()

    @staticmethod
    def _no_texts():
        return TextIndex(WEIGHTS, SPELT, SMALL_HEAP, threads=1)

    def hold(self, model, records):
        """Have it hold a kind of records. records: a function that yields each public Record."""
        self._records[model] = records

    def understand_by(self, keeper):
        """Have it understand words by the initiatives, whose index is then built first."""
        self._catalogue = keeper

    def found(self, model, text):
        """What some words find of the records of a model, as Found.

        None where the database has to answer: for other models, and while there is no index.
        """
        answers = self.answers() if model in self._records else None
        return answers and answers.found(model._meta.model_name, text)

    def knows(self, word):
        """Whether the word is written in one of these records, in this form or another."""
        return bool(self.held) and self.held.spelling.knows(word)

    def meant(self, text):
        """The words as they are searched for: mended where nobody has written them so."""
        answers = self.answers()
        return answers.question(text).asked.searched_for if answers else text

    def answers(self):
        """The Answers at the present revision, or None while there is no index."""
        directory = self.snapshot()
        catalogue = directory and self._catalogue.snapshot()
        if catalogue is None:
            return None
        answers = self._answers
        if not (answers and answers.directory is directory and answers.catalogue is catalogue):
            answers = self._answers = Answers(directory, catalogue)
        return answers

    def build(self, present):
        """Read all records; make the index anew where one of them has changed."""
        started = perf_counter()
        records = [
            (model._meta.model_name, record)
            for model, records in self._records.items()
            for record in records()
        ]
        fingerprint = hash(tuple((kind, record.fingerprint()) for kind, record in records))
        if self.held and self.held.fingerprint == fingerprint:
            self.held = replace(self.held, revision=present)
            return
        documents = (record.document(n, kind) for n, (kind, record) in enumerate(records))
        if not self._texts.can_be_written:
            self._texts = self._no_texts()
        self._texts.write(documents)
        texts = self._texts.reader()
        kinds = {model._meta.model_name: BitMap() for model in self._records}
        for number, (kind, _) in enumerate(records):
            kinds[kind].add(number)
        keys = [record.pk for _, record in records]
        vocabulary = self._catalogue.held.reader.thesaurus.words(lambda tag: True)
        for word, count in texts.vocabulary().items():
            vocabulary[word] = vocabulary.get(word, 0) + count
        spelling = Spelling(vocabulary, texts.has_stem)
        self.held = Directory(present, texts, keys, kinds, spelling, fingerprint)
        logger.info("Directory: %d records in %.2f s", len(keys), perf_counter() - started)

    def _follow(self):
        """Bring the directory to the present revision, or wait for the next one."""
        if self._catalogue.held is None:
            self._catalogue.start()
            self._stopping.wait(0.05)
            return
        if self.held and self._is_present():
            return
        self._catalogue.snapshot()  # its index first: more is asked of it, and both take turns
        self.build(revision.current(fresh=self.held is None))
        self._tell()


DIRECTORY = follow_forks(DirectoryKeeper())
