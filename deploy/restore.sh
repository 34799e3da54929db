#!/bin/sh
# Bring back what backup.sh has kept: deploy/restore.sh FOLDER [--empty], as root in the folder of the
# portal, which is stopped. --empty: throw away first all that the database has. docs/deployment.md
set -eu
folder=${1:?"Usage: deploy/restore.sh FOLDER [--empty]"}
. "$(dirname "$0")/told.sh"
if [ "${2:-}" = --empty ]; then
    pg_restore --list "$folder/catalogue.dump" > /dev/null  # there is something to bring back
    psql --quiet --dbname="$url" --command="DROP SCHEMA public CASCADE; CREATE SCHEMA public"
fi
pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$url" "$folder/catalogue.dump"
tar -xzf "$folder/media.tar.gz" -C "$media" --strip-components=1
