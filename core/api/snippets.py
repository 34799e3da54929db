"""How programs ask a question: lines in curl, Python and R that run as they stand."""

PYTHON = """import json
import urllib.request

address = "{address}"
{records} = []
while address:
    with urllib.request.urlopen(address) as answer:
        page = json.load(answer)
    {records} += page["{part}"]
    address = page["next"]
"""
R = """{records} <- read.csv("{csv}", fileEncoding = "UTF-8-BOM")
"""
R_WITHOUT_CSV = """library(jsonlite)

address <- "{address}"
records <- list()
while (!is.null(address)) {{
  page <- fromJSON(address, simplifyVector = FALSE)
  records <- c(records, page$results)
  address <- page[["next"]]
}}
"""


def code_for(addresses, counts, fields=""):
    """How programs ask for all pages of an answer.

    counts: whether it has these and no records; fields: whether it has some of these alone, for
    which no CSV is asked.
    """
    api = addresses["api"]
    whole = api if counts else f"{api}{'&' if '?' in api else '?'}page_size=100"
    said = {
        "address": whole,
        "csv": addresses.get("csv"),
        "part": "groups" if counts else "results",
        "records": "counts" if counts else "records",
    }
    return {
        "curl": f'curl "{api}"',
        "python": PYTHON.format(**said),
        "r": (R if "csv" in addresses and not fields else R_WITHOUT_CSV).format(**said),
    }
