"""Who took up what from whom since 2010, with the source of each: a table."""

import csv
import io
import urllib.request

PORTAL = "https://solutions.example.org"
QUESTION = "uptake=taken-up&year_from=2010"

with urllib.request.urlopen(f"{PORTAL}/replications.csv?{QUESTION}") as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8-sig", newline="")))

print(len(rows), "replications")
for row in rows[:10]:
    print(row["year"], row["from_country"], "→", row["to_country"], "|", row["initiative"])
    print("    Source:", row["source_title"], row["source_url"])
