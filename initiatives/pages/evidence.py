"""What sources are worth, in words."""

from core.dates import readable
from initiatives.models import Source

Type = Source.Type
NOUNS = {  # one, and several; in the order in which they are told
    Type.EVALUATION: ("evaluation", "evaluations"),
    Type.STATISTICS: ("set of official statistics", "sets of official statistics"),
    Type.ACADEMIC: ("academic work", "academic works"),
    Type.LAW: ("law or ruling", "laws or rulings"),
    Type.AGREEMENT: ("agreement", "agreements"),
    Type.AGENCY_REPORT: ("agency report", "agency reports"),
    Type.PRESS: ("press article", "press articles"),
    Type.ANNOUNCEMENT: ("announcement", "announcements"),
    Type.WEB_PAGE: ("web page", "web pages"),
    Type.PRESENTATION: ("presentation", "presentations"),
    Type.OTHER: ("other source", "other sources"),
}
DEAD, READ_COPY = "This page no longer answers", "read the archived copy"
OF_COPY = "the page no longer answers; this is its archived copy"
STRONG = (Type.EVALUATION, Type.STATISTICS, Type.ACADEMIC)  # that look at results for themselves
DEFINITIONS = {
    Type.EVALUATION: "An impact or independent evaluation, or research with its own data.",
    Type.STATISTICS: "Official statistics or a register.",
    Type.ACADEMIC: "A journal article, thesis or working paper by researchers.",
    Type.LAW: "A law, decree or court ruling.",
    Type.AGREEMENT: "The text of a memorandum, declaration or treaty.",
    Type.AGENCY_REPORT: "A report of the United Nations, a government, a development bank or "
    "whoever runs the work, about its own work.",
    Type.PRESS: "A newspaper or news agency.",
    Type.ANNOUNCEMENT: "A press release, programme or invitation. Plans may have changed since.",
    Type.WEB_PAGE: "An organization's own page on the subject.",
    Type.PRESENTATION: "Slides or a talk.",
    Type.OTHER: "Anything else, or a type not yet known.",
}


def evidence_in_words(sources):
    """What some sources are, the strongest sorts first: "1 evaluation, 3 agency reports"."""
    counts = dict.fromkeys(NOUNS, 0)
    for source in sources:
        counts[source.type] += 1
    return ", ".join(f"{count} {NOUNS[kind][count > 1]}" for kind, count in counts.items() if count)


def described(source):
    """A SourceLabel without its title: "ILO, 2013 · evaluation · read on 3 November 2026"."""
    parts = [f"{source.publisher}, {source.year}" if source.year else source.publisher]
    if source.type != Type.OTHER:
        parts.append(source.get_type_display().lower())
    read = [f" on {readable(source.accessed_on.isoformat())}"] if source.accessed_on else []
    read += [" as a copy on a document-sharing site"] if source.copy else []
    return " · ".join([*parts, *(["read" + "".join(read)] if read else [])])


def on_paper(source):
    """What paper says of a SourceLabel, and the address that it prints: of a dead page the copy."""
    if not source.dead_since:
        return described(source), source.url
    if not source.archived_url:
        return f"{described(source)} · {DEAD[0].lower()}{DEAD[1:]}", source.url
    return f"{described(source)} · {OF_COPY}", source.archived_url


def definitions():
    """Pairs of the name of a sort of source and what it means."""
    return [(Type(kind).label, text) for kind, text in DEFINITIONS.items()]
