"""Keys that the files and the database keep in different ways."""

from django.utils.text import slugify

from core.models.identity import SLUG_LENGTH
from core.models.naming import LANGUAGES
from portal.exchange.keys import Column, Key, Link, Many, Parts, Shape, clean_list
from portal.exchange.values import MISSING, Line, Whole, kind_of


class Heading(Column):
    """A name from which a new record gets its address."""

    def clean(self, value, location):
        value = super().clean(value, location)
        if value is not MISSING and not slugify(value):
            location.report("needs a Latin letter or a digit, of which its address is made")
            return MISSING
        return value

    def initial(self, value):
        return {"slug": address(value)}


def address(name):
    """The slug of a record that has but a name."""
    return slugify(name)[:SLUG_LENGTH].strip("-")


class Names(Key):
    """The name in further languages, by language code."""

    def __init__(self, name):
        super().__init__(name)
        self.value = Line()

    def bind(self, model):
        super().bind(model)
        self.value.limit = model._meta.get_field("name_fr").max_length

    def clean(self, value, location):
        return clean_by_language(value, location, LANGUAGES, self.value.clean)

    def columns(self, value, record):
        return {f"name_{language}": (value or {}).get(language, "") for language in LANGUAGES}

    def plain(self, row, page):
        return row.names


def clean_by_language(value, location, languages, clean_one):
    """The sound values of an object that has a key for each language."""
    if not isinstance(value, dict):
        location.report(
            f"is {kind_of(value)}; an object with the keys {', '.join(languages)} is due"
        )
        return MISSING
    sound = {}
    for language, words in value.items():
        there = location.at(language)
        if language not in languages:
            there.report(f"is not a language of the format; those are {', '.join(languages)}")
            continue
        kept = clean_one(words, there)
        if kept is not MISSING:
            sound[language] = kept
    return sound


class Bundle(Key):
    """An object whose keys are columns of the record."""

    def __init__(self, name, *keys, **options):
        super().__init__(name, **options)
        self.keys = keys

    def bind(self, model):
        super().bind(model)
        self.shape = Shape(model, *self.keys)

    def clean(self, value, location):
        return self.shape.clean(value, location)

    def columns(self, value, record):
        value = value or {}
        columns = {}
        for key in self.keys:
            columns |= key.columns(value.get(key.name), record)
        return columns

    def plain(self, row, page):
        return self.shape.plain(row, page)


class Continent(Key):
    """The region below the world, which follows from the subregion."""

    def __init__(self, name, model, **options):
        super().__init__(name, **options)
        self.target = model
        self.joined = ("region__parent__parent__parent",)

    def clean(self, value, location):
        return location.known.clean(self.target, "name", value, location)

    def plain(self, row, page):
        return row.continent.name


class SourceNumber(Link):
    """A source by its place, from 0, in the list `sources` of the record at the top."""

    def __init__(self, name, model, **options):
        super().__init__(name, model, by="url", **options)
        self.value = Whole(0, 999, "the place, from 0, of a source in the record's list of sources")

    def clean(self, value, location):
        value = self.value.clean(value, location)
        sources = location.top.get("sources")
        if value is MISSING or not isinstance(sources, list) or value < len(sources):
            return value
        numbers = "it has one, 0" if len(sources) == 1 else f"they are 0 to {len(sources) - 1}"
        location.report(f"{value} is none of the sources of the record; {numbers}")
        return MISSING

    def columns(self, value, record):
        return super().columns(None if value is None else record["sources"][value]["url"], record)

    def plain(self, row, page):
        source = getattr(row, self.column)
        return None if source is None else page.number(source)


class Listed(Parts):
    """References to many records, in an order that matters."""

    def bind(self, model):
        super().bind(model)
        (self.link,) = self.shape.keys

    def clean(self, value, location):
        return clean_list(value, location, self.link.clean, once=True)

    def entries(self, value):
        return [{self.link.name: entry} for entry in value or []]

    def plain(self, row, page):
        return [self.link.plain(link, page) for link in getattr(row, self.accessor).all()]


class Synonyms(Parts):
    """Lists of words by language."""

    def __init__(self, name, shape, languages, **options):
        super().__init__(name, shape, **options)
        self.languages = languages

    def clean(self, value, location):
        text = self.shape.keys[1]

        def clean_words(words, there):
            return clean_list(words, there, text.clean, once=True)

        return clean_by_language(value, location, self.languages, clean_words)

    def entries(self, value):
        return [
            {"language": language, "text": word}
            for language in self.languages
            for word in (value or {}).get(language, [])
        ]

    def plain(self, row, page):
        words = {language: [] for language in self.languages}
        for synonym in getattr(row, self.accessor).all():
            words[synonym.language].append(synonym.text)
        return {language: found for language, found in words.items() if found}


class Sources(Parts):
    """The sources a record rests on, described where they are cited; many records share one."""

    def __init__(self, name, shape, shared, **options):
        """shape: of a citation. shared: of a source."""
        super().__init__(name, shape, **options)
        self.shared = shared

    def clean(self, value, location):
        sources = clean_list(value, location, self.shared.clean)
        if sources is MISSING:
            return MISSING
        first = {}
        for number, source in enumerate(sources):
            url = source.get("url")
            if url and first.setdefault(url, number) != number:
                there = location.entry(number).at("url")
                other = location.entry(first[url]).key
                other = location.top.place(other) or other
                there.report(f"is the address of {other} too; cite it once")
        return sources

    def entries(self, value):
        return [{"source": source["url"]} for source in value or []]

    def plain(self, row, page):
        return [self.shared.plain(source, page) for source in page.sources]


class Described(Many):
    """References to records that are described in the place where they are named."""

    def __init__(self, name, shared, **options):
        super().__init__(name, shared.model, by=shared.keys[0].column, **options)
        self.shared = shared

    def clean(self, value, location):
        if value == []:
            return value
        entries = clean_list(value, location, self.shared.clean)
        if entries is MISSING:
            return MISSING
        for number, entry in enumerate(entries):
            if any(entry.get(self.by) == other.get(self.by) for other in entries[:number]):
                location.entry(number).report("stands twice in this list")
        return entries

    def references(self, value):
        return [entry[self.by] for entry in value or []]

    def plain(self, row, page):
        targets = sorted(getattr(row, self.accessor).all(), key=lambda row: getattr(row, self.by))
        return [self.shared.plain(target, page) for target in targets]

    def prefetched(self, *, drafts):
        return [self.accessor]


class Series(Link):
    """A reference by name to a record that has nothing but its name."""

    def __init__(self, name, shared, **options):
        super().__init__(name, shared.model, by="name", **options)
        self.shared = shared

    def clean(self, value, location):
        return self.shared.keys[0].clean(value, location)

    def shared_records(self, value):
        return [{"name": value}] if value else []
