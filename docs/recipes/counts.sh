# How many initiatives each country has on each theme: a table, counts.csv.
portal=https://solutions.example.org

curl --fail --silent --show-error --retry 5 --output counts.csv \
    "$portal/api/v1/initiatives/?group_by=country,theme&format=csv"
head -n 6 counts.csv
