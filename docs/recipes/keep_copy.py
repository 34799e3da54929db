"""Keeps an exact copy of the catalogue in the folder "catalogue". Run it as often as you like.

Each record is a file, catalogue/<list>/<id>.json, as the API has it in full. The file
catalogue/state.json says how far the copy has come: a run that is cut off goes on from there.
"""

import hashlib
import http.client
import itertools
import json
import time
import urllib.error
import urllib.request
from pathlib import Path

PORTAL = "https://solutions.example.org"
WHO = "keep_copy.py, somebody@example.org"  # say here who you are
API = f"{PORTAL}/api/v1"
COPY = Path("catalogue")
STATE = COPY / "state.json"
BUSY = (429, 502, 503, 504)
LAST_ATTEMPT = 7


def ask(address, etag=""):
    """The answer and its ETag, or None and the ETag if that of the last answer is still right."""
    headers = {"User-Agent": WHO} | ({"If-None-Match": etag} if etag else {})
    request = urllib.request.Request(address, headers=headers)
    for attempt in itertools.count():
        wait = 2**attempt
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer), answer.headers["ETag"] or ""
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return None, etag
            if error.code not in BUSY or attempt == LAST_ATTEMPT:
                raise
            said = error.headers.get("Retry-After", "")
            wait = int(said) if said.isdigit() else wait
        except (OSError, http.client.HTTPException):  # no connection, or half an answer
            if attempt == LAST_ATTEMPT:
                raise
        time.sleep(wait)


def follow(state):
    """Take over all that has changed since the last time."""
    address = f"{API}/changes/?since={state['token']}&page_size=1000"
    told, etag = ask(address, state["etag"])
    while told:
        changed = {}
        for line in told["results"]:
            name = f"{line['kind']}/{line['id']}"
            state["digests"].pop(name, None)
            if line["state"] == "public":
                state["digests"][name] = line["digest"]
                if line["api_url"]:  # terms that are part of other records have none
                    changed.setdefault(line["kind"], {})[line["id"]] = line["api_url"]
        for kind, addresses in changed.items():
            for record in records(kind, addresses):
                write(COPY / kind / f"{record['id']}.json", record)
        state["etag"] = etag if told["token"] == state["token"] else ""
        state["token"] = told["token"]
        write(STATE, state)
        told, etag = ask(told["next"]) if told["next"] else (None, "")
    for file in COPY.glob("*/*.json"):  # whatever is not public any more
        if f"{file.parent.name}/{file.stem}" not in state["digests"]:
            file.unlink()


def records(kind, addresses):
    """Yield records of a list in full. addresses: of each record, by its id."""
    for ids in itertools.zip_longest(*[iter(addresses)] * 100):
        some = [one for one in ids if one]
        try:
            answer, _ = ask(f"{API}/{kind}/?fields=*&page_size=100&ids={','.join(some)}")
            yield from answer["results"]
        except urllib.error.HTTPError as error:
            if error.code != 400:
                raise
            yield from one_by_one(some, addresses)


def one_by_one(ids, addresses):
    """Yield the same, where one was withdrawn just now: the next changes will say so."""
    for one in ids:
        try:
            record, _ = ask(addresses[one])
        except urllib.error.HTTPError as error:
            if error.code not in (404, 410):
                raise
        else:
            if record["id"] == one:  # and not what it was merged into
                yield record


def is_exact(state):
    """Whether the copy has the same records in the same versions as the catalogue has now."""
    lines = {}
    for name, digest in sorted(state["digests"].items()):
        kind, one = name.split("/")
        lines.setdefault((kind, one[0]), []).append(f"{one} {digest}\n")
    ours = {key: hashlib.sha256("".join(some).encode()).hexdigest() for key, some in lines.items()}
    theirs, _ = ask(f"{API}/changes/digests/")
    return ours == {
        (kind, digit): of_digit["digest"]
        for kind, digits in theirs.items()
        for digit, of_digit in digits.items()
    }


def report(digests):
    """Say how many records the copy has, and how many have no address in the API."""
    without = {name for name in digests if not (COPY / name.split("/")[0]).exists()}
    print(f"The copy is exact: {len(digests) - len(without)} records.")
    if without:
        kinds = " and ".join(sorted({name.split("/")[0] for name in without}))
        print(f"Not in it are {len(without)} {kinds}: take them from {PORTAL}/data/.")


def write(file, content):
    """Put content in a file, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.replace(file)


def main():
    state = {"token": "", "etag": "", "digests": {}}
    if STATE.exists():
        state = json.loads(STATE.read_text(encoding="utf-8"))
    for _ in range(3):  # more may change while we ask
        try:
            follow(state)
        except urllib.error.HTTPError as error:
            if error.code != 410:
                raise
            state.update(token="", etag="", digests={})  # a backup was restored there: start again
        else:
            if is_exact(state):
                report(state["digests"])
                return
    raise SystemExit("The copy differs. Delete the folder and run this again.")


if __name__ == "__main__":
    main()
