"""Reports on the catalogue: how it grows, what it covers, what it rests on, who reads it.

Each part is a module with one function, which takes a Period and gives a Section of Tables. The
desk's page, the page for paper and the CSV files are functions of these. How often records are read
is counted in `portal/reads/`.
"""
