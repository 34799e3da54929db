"""Whether the portal of this container answers: python deploy/ask.py /readyz

Ends with 0 where it does, else with what it said. It starts no Django: it runs every few seconds.
"""

import http.client
import os
import sys


def main(path):
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    asked = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        asked.request("GET", path, headers={"Host": host})
        answer = asked.getresponse()
        said = answer.read(500).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return f"no answer: {error}"
    return 0 if answer.status == 200 else f"{answer.status}: {said}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
