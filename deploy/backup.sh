#!/bin/sh
# Write all that a portal keeps into a folder: deploy/backup.sh FOLDER, as root in the folder of the portal.
# That is the database at one moment, while the portal serves, and the uploads. docs/deployment.md
set -eu
folder=${1:?"Usage: deploy/backup.sh FOLDER"}
. "$(dirname "$0")/told.sh"
install -d -m 0700 "$folder"
# Under their names only when they are whole: what was there before stays until then.
pg_dump --format=custom --file="$folder/catalogue.part" "$url"
tar -czf "$folder/media.part" -C "$media" --transform 's,^\.,media,' .
mv "$folder/catalogue.part" "$folder/catalogue.dump"
mv "$folder/media.part" "$folder/media.tar.gz"
