"""Texts that nobody wrote, with the words and the turns of those that somebody did."""

import re
from collections import defaultdict
from itertools import pairwise

END = None
LONGEST = 60  # words of a sentence


class Chain:
    """Sentences in which any three words in a row stood in a row in one of the texts.

    Arguments: `texts`, what is imitated.
    """

    def __init__(self, texts):
        self.starts = []
        self.following = defaultdict(list)
        for text in texts:
            for sentence in sentences_of(text):
                words = sentence.split()
                self.starts.append(tuple(words[:2]))
                for pair, word in zip(pairwise(words), [*words[2:], END], strict=False):
                    self.following[pair].append(word)

    def sentence(self, rng, start=None):
        """One sentence, as `rng` would have it; it begins with the two words of `start`."""
        words = list(start or rng.choice(self.starts))
        while len(words) < LONGEST:
            choices = self.following.get(tuple(words[-2:]))
            word = rng.choice(choices) if choices else END
            if word is END:
                break
            words.append(word)
        return " ".join(words)

    def text(self, rng, length, like=""):
        """Sentences of about `length` characters in all, some beginning as those of `like` do."""
        starts = [tuple(sentence.split()[:2]) for sentence in sentences_of(like)]
        sentences, written = [], 0
        while written < length:
            start = rng.choice(starts) if starts and rng.random() < 0.7 else None
            sentences.append(self.sentence(rng, start))
            written += len(sentences[-1]) + 1
        return " ".join(sentences)


def sentences_of(text):
    """The sentences of a text, by the punctuation between them."""
    return [sentence for sentence in re.split(r"(?<=[.!?])\s+", text.strip()) if sentence]


def shortened(text, longest):
    """The text up to the last whole word that fits."""
    return text if len(text) <= longest else text[: longest + 1].rpartition(" ")[0]
