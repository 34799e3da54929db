"""Whether a note tells of another stage than the one that was chosen for it.

Notes are read clause by clause. A clause that speaks of what is planned, asked for or not so, or of
another place, tells nothing of what has been reached.
"""

import re

# What has not come about: behind these words nothing is told that is there.
HEDGED = re.compile(
    r"\b(?:to be|will|would|plan\w*|want\w*|wish\w*|hop\w+|ask\w*|request\w*|inten[dt]\w*|before|"
    r"not|no|never|yet|propos\w*|consider\w*|expect\w*|if|could|may|might|should|shall|promis\w*|"
    r"announc\w*|interest\w*|feasibility|schedul\w*|possib\w*|prepar\w*|seek\w*|sought|draft\w*|"
    r"look\w* (?:to|into|at)|letter of intent|committed? to|for (?:adoption|replication)|pursued|"
    r"until|without|nothing|whether|call\w* for|stud(?:y|ies) (?:was|were) done|research on|"
    r"said to|pledg\w*|agreed to|invit\w*|like to|how|the way|example)\b",
    re.IGNORECASE,
)
RUNS = re.compile(
    r"\b(?:(?:now |has |is |was |were |been |have |already |since )*"
    r"(?:runs|running|run (?:in|by|since|there|nationwide)|operates|operating|in operation|"
    r"operational|"
    r"in force|in use|adopted|launched|"
    r"set up(?! a (?:standing |joint )*(?:forum|committee|group|dialogue))|"
    r"established|opened|rolled out|implemented|introduced|"
    r"replicated|institutionalized|enacted|inaugurated|up and running|scaled up|"
    r"works (?:there|in)|reach(?:es|ed) [\d,.]+)|"
    r"(?:serves|covers|employs|benefits) [\d,.]+)\b",
    re.IGNORECASE,
)
VISITS = re.compile(
    r"\b(?:stud(?:y|ies)[- ](?:visit|tour|trip|mission)s?|visit(?:s|ed)?|delegations?|"
    r"exchange visits?|fact-finding|observers?|came to (?:see|learn)|"
    r"learning (?:visit|tour|route)s?|"
    r"(?:officials|delegates|experts|participants|trainees) "
    r"(?:travelled|took part|were trained|trained in))\b",
    re.IGNORECASE,
)
WISHES = re.compile(
    r"\b(?:wants? to|wish(?:es|ed)? to|would like|considering|considers|"
    r"(?:is|are|was|were|has|have)? ?(?:expressed|shown|shows?|declared)? ?"
    r"(?:an |its |their |great )?interest(?:ed)? in|hopes? to|plan(?:s|ned) to|intends? to|"
    r"asked (?:for|to)|requested|letter of intent|feasibility study)\b",
    re.IGNORECASE,
)
VISITED = re.compile(
    r"\b(?:study[- ](?:visit|tour|trip|mission)s?|visited|(?:exchange|learning) visits?|"
    r"delegations? (?:visited|of|from|went|travelled|toured))\b",
    re.IGNORECASE,
)
# How those learn who have not taken it up yet.
LEARNS = re.compile(
    r"\b(?:train\w*|courses?|workshops?|missions?|experts?|specialists?|advice|advis\w+|teachers?|"
    r"seminars?|webinars?|conferences?|meetings?|peers?|shar(?:es|ed|ing)|shown|presented|learn\w*|"
    r"compar\w+|experience|exchange|scholarships?|twinning|guests?)\b",
    re.IGNORECASE,
)
SCALE = re.compile(
    r"\b(?:nationwide since|(?:runs|running|operates|in force|in use) (?:nationwide|throughout|"
    r"in all|across the country|in every)|in force since|fully operational|"
    r"(?:adopted|enacted) as law)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"(?:[.;:]\s+|,\s+(?:and|but|after|before|though)\b\s*|\.$)")
PART = re.compile(r"[.;:,]\s+|\s+(?:after|following|and)\s+|\.$")
PLACE = re.compile(r"\b(?:in|of|by|from|at|as|to)\s+(?:the\s+)?([A-Z][\w'\u2019-]+)")

MOST_BEFORE = 6  # words before a visit, in a part of a note that is about it


def contradiction(stage, note, elsewhere=frozenset()):
    """The words of a note that tell of another stage, or None.

    stage: its slug; elsewhere: words, in small letters, of the names of other countries.
    """
    if stage == "interested":
        return told(RUNS, note, elsewhere) or told(VISITED, note, elsewhere)
    if stage == "exchange":
        is_exchange = VISITS.search(note) or LEARNS.search(note) or HEDGED.search(note)
        return None if is_exchange else told(RUNS, note, elsewhere)
    if stage == "adapting" and (reached := told(SCALE, note, elsewhere)):
        return reached
    if stage in ("adapting", "replicated"):
        parts = [part for part in PART.split(note.strip()) if part]
        return note.strip() if all(map(falls_short, parts)) else None
    return None


def falls_short(part):
    """Whether a part of a note tells of no more than a visit or a wish."""
    visit, wish = VISITS.search(part), WISHES.search(part)
    begins_with_visit = visit and len(part[: visit.start()].split()) <= MOST_BEFORE
    return bool(begins_with_visit or wish)


def told(pattern, note, elsewhere):
    """The first clause in which a pattern tells of what has come about in this country."""
    for clause in CLAUSE.split(note):
        if pattern.search(clause) and not HEDGED.search(clause):
            places = {word.lower() for word in PLACE.findall(clause)}
            if not places & elsewhere:
                return clause.strip()
    return None
