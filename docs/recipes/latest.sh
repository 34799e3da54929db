# The whole catalogue as one SQLite file. Run it every day: it is fetched only if it has changed.
portal=https://solutions.example.org

curl --fail --silent --show-error --retry 5 \
    --etag-compare catalogue.etag --etag-save catalogue.etag \
    --output catalogue.sqlite "$portal/data/latest/catalogue.sqlite"
curl --fail --silent --show-error --retry 5 "$portal/data/latest/SHA256SUMS" |
    grep " catalogue.sqlite$" | sha256sum --check
