"""How many initiatives each country has on each theme: a small table, counts.csv."""

import csv
import io
import urllib.request

PORTAL = "https://solutions.example.org"
QUESTION = "group_by=country,theme&format=csv"
COUNTRIES, THEMES = 10, 5

with urllib.request.urlopen(f"{PORTAL}/api/v1/initiatives/?{QUESTION}") as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8-sig", newline="")))

# The largest counts come first.
countries = list(dict.fromkeys(row["country_label"] for row in rows))[:COUNTRIES]
themes = list(dict.fromkeys(row["theme_label"] for row in rows))[:THEMES]
counts = {(row["country_label"], row["theme_label"]): row["count"] for row in rows}

table = [["Country", *themes]]
for country in countries:
    table.append([country, *(counts.get((country, theme), 0) for theme in themes)])

with open("counts.csv", "w", encoding="utf-8-sig", newline="") as file:
    csv.writer(file).writerows(table)
for row in table:
    print(*row, sep="\t")
