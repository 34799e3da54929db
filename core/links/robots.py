"""What a robots.txt says to us.

Whoever writes one may be hostile: thousands of agents with thousands of rules each are millions of
rules in all. What is for others is left out before anything is made of it, and so is what is more
than anybody needs.
"""

import re

from protego import Protego

NAME = "DecentWorkLinks"  # by which robots.txt knows us
US, ALL = NAME.lower(), "*"
MOST_RULES = 5_000
LONGEST_RULE = 2_000  # characters: no address that is asked is longer
# As people write them, with and without a colon.
LINE = re.compile(
    r"(?:(?P<agent>user[- ]?agent)|(?P<disallow>diss?all?[oa]w|diasllow)|(?P<allow>allow)"
    r"|(?P<delay>crawl[- ]delay)|(?P<site>site-?maps?|host))(?:\s*:|\s)(?P<said>.*)",
    re.IGNORECASE,
)
RULES = {"disallow": "Disallow", "allow": "Allow", "delay": "Crawl-delay"}
AGENT = re.compile(r"\*(?!\S)|[\w-]+")


def parsed(content):
    """A Protego of the bytes of a robots.txt that has the same rules for everybody: ours."""
    text = content.decode("utf-8-sig", "replace")
    return Protego.parse("\n".join(["User-agent: *", *rules_for_us(text)]))


def rules_for_us(text):
    """Lines with the rules of the groups that name us or, where none does, of those for all."""
    rules, groups, is_heading = {}, set(), False
    for kind, said in lines_of(text):
        if kind == "agent":
            groups = groups if is_heading else set()
            is_heading = True
            agent = AGENT.match(said.lower())
            if agent and agent[0] in (US, ALL):
                groups.add(agent[0])
                rules.setdefault(agent[0], [])
            continue
        is_heading = False
        if kind in RULES and 0 < len(said) <= LONGEST_RULE:
            for group in groups:
                if len(rules[group]) < MOST_RULES:
                    rules[group].append(f"{RULES[kind]}: {said}")
    return rules.get(US, rules.get(ALL, []))


def lines_of(text):
    """Pairs of a kind and what is said, as LINE names them; the kind is None where it is unknown.

    What is said of the whole site is left out: it stands anywhere, and divides no groups.
    """
    for line in text.splitlines():
        if not (line := line.partition("#")[0].strip()):
            continue
        found = LINE.match(line)
        if not found:
            yield None, line
        elif not found["site"]:
            yield next(name for name in ("agent", *RULES) if found[name]), found["said"].strip()
