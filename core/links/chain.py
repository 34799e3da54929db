"""One address: what it answers, wherever it leads."""

from urllib.parse import urlsplit

from django.conf import settings

from core.links.asking import Budget
from core.links.guard import address
from core.links.outcome import Answer, Answered, Outcome, failed, unclear
from core.publishing.addresses import dead_form, page_at

BYTES = 16_384  # of a page: that it begins is all that we want to know
MOST_HOPS = 10
LONGEST_KEPT = 500  # characters of an address
# Who says this may let people in where programs are kept out, or may be back in a minute.
NOT_FOR_US = {401, 402, 403, 407, 408, 425, 429, 451, 503, 504, 522, 524, 999}
FOR_GOOD, TOO_MANY = (301, 308), 429


async def answer_of(text, hosts):
    """The Answer of the address that a text is; None where its host wants to be left alone now.

    hosts: the Hosts of this run.
    """
    if fault := dead_form(text):
        return Answer(Outcome.FAILED, f"Nobody can open it: {fault}.")
    try:
        if hosts.of(address(text)).is_busy:
            return None
        return await follow(text, hosts)
    except Answered as answered:
        return answered.answer


async def follow(text, hosts):
    """The Answer at the end of all redirects; raises Answered where there is no end."""
    budget = Budget(settings.LINK_SECONDS)
    url = address(text)
    passed, wants_cookie = {url}, False
    moved, is_for_good = url, True  # how far it has moved, as long as each step is for good
    for _ in range(MOST_HOPS + 1):
        reply = await first_reply(url, hosts, budget)
        wants_cookie |= reply.wants_cookie
        if not reply.is_redirect:
            return ended(text, url, moved, reply)
        url = address(reply.location, url)
        is_for_good = is_for_good and reply.status in FOR_GOOD
        moved = url if is_for_good else moved
        if url in passed and not wants_cookie:
            raise failed("It leads round in a circle.")
        if url in passed:
            raise unclear("It goes on only for who takes its cookies.", is_told_by_it=True)
        passed.add(url)
    raise failed(f"It leads on and on: more than {MOST_HOPS} times.")


async def first_reply(url, hosts, budget):
    """The Reply of one URL: to HEAD, or else to GET, since some servers know no HEAD."""
    await hosts.mind_robots(url, budget)
    options = {"most_seconds": settings.LINK_SECONDS / 5, "most_bytes": 0}
    try:
        reply = await hosts.request("HEAD", url, budget, **options)
        if reply.status < 400 or reply.status == TOO_MANY:
            return noticed(reply, url, hosts)
    except Answered as answered:
        if not answered.answer.is_told_by_it and answered.answer.outcome == Outcome.FAILED:
            raise  # nobody is there to be asked again
    options = {"most_seconds": settings.LINK_SECONDS / 2, "most_bytes": BYTES}
    return noticed(await hosts.request("GET", url, budget, **options), url, hosts)


def noticed(reply, url, hosts):
    """The same reply; a host that has had enough of us is left alone for the rest of the run."""
    hosts.of(url).is_busy |= reply.status == TOO_MANY
    return reply


def ended(text, url, moved, reply):
    """What the last reply means."""
    if reply.status in NOT_FOR_US:
        return Answer(Outcome.UNCLEAR, f"It answers {reply.status}, which may hold for us alone.")
    if reply.status >= 400:
        return Answer(Outcome.FAILED, f"It answers {reply.status}.")
    is_home = urlsplit(text).path.strip("/") and not url.path.strip("/") and not url.query
    if is_home:
        said = "It leads to the first page of a site: look whether the page is gone."
        return Answer(Outcome.ANSWERED, said, leads_to=kept(text, url))
    if leads_to := kept(text, moved):
        return Answer(Outcome.ANSWERED, "It has moved.", leads_to, is_moved=True)
    leads_to = kept(text, url)
    return Answer(Outcome.ANSWERED, "It leads elsewhere for now." if leads_to else "", leads_to)


def kept(text, url):
    """An address as it is noted; nothing where it is that of the same page, or no good."""
    found = str(url)
    is_kept = found.isascii() and found.isprintable() and len(found) <= LONGEST_KEPT
    return found if is_kept and page_at(found) != page_at(text) else ""
