"""What answers say of the words of a question: how they were understood."""

from core.api.components import NAME

WORDS_SCHEMA = {
    NAME: "Words",
    "type": "object",
    "description": "With `q`: how its words were understood.",
    "required": ["searched_for", "did_you_mean", "notes"],
    "properties": {
        "searched_for": {
            "type": "string",
            "description": "The words; what is written nowhere and is no word is mended, "
            "where it is clear what was meant.",
        },
        "did_you_mean": {
            "type": "string",
            "description": "The words as they may have been meant; empty where nothing is.",
        },
        "notes": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What a reader should know: words left out, what stands for others.",
        },
    },
}


UNDERSTOOD_SCHEMA = {
    NAME: "Understood",
    "type": "object",
    "description": "With `q`: all that was made of it. `words`, where there is such a thing, says "
    "the same in short.",
    "required": [
        *("searched_for", "did_you_mean", "corrections"),
        *("read", "left_out", "complete", "notes"),
    ],
    "properties": {
        "searched_for": WORDS_SCHEMA["properties"]["searched_for"],
        "did_you_mean": WORDS_SCHEMA["properties"]["did_you_mean"],
        "corrections": {
            "type": "array",
            "description": "Words that were mended.",
            "items": {
                NAME: "Correction",
                "type": "object",
                "required": ["typed", "searched_for"],
                "properties": {
                    "typed": {"type": "string", "description": "As it was typed."},
                    "searched_for": {"type": "string", "description": "As it was mended."},
                },
            },
        },
        "read": {
            "type": "array",
            "description": "Words that were read as a place, a year or a state and not searched "
            "for. Put them in quotation marks to search for them.",
            "items": {
                NAME: "Reading",
                "type": "object",
                "required": ["words", "as"],
                "properties": {
                    "words": {"type": "string", "description": "As they were typed."},
                    "as": {"type": "string", "description": "What they were read as."},
                },
            },
        },
        "left_out": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Words that no initiative contains.",
        },
        "complete": {
            "type": "integer",
            "description": "How many results have all that was asked for: they come first. The "
            "others have part of it, or are elsewhere; in an order other than by relevance they "
            "are left out, and of replications always.",
        },
        "notes": WORDS_SCHEMA["properties"]["notes"],
    },
}


def in_full(understood, complete, notes):
    """What UNDERSTOOD_SCHEMA describes, of a ParsedQuery; complete, notes: as the answer has."""
    return understood.in_full() | {"complete": complete, "notes": notes}
