# Who took up what from whom since 2010, with the source of each: a table, uptake.csv.
portal=https://solutions.example.org

curl --fail --silent --show-error --retry 5 --output uptake.csv \
    "$portal/replications.csv?uptake=taken-up&year_from=2010"
head -n 3 uptake.csv
