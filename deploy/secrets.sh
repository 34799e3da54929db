#!/bin/sh
# Write .env for compose.yaml, with secrets that nobody has chosen: sh deploy/secrets.sh NAME
# NAME is the name in the address. What is there already is left alone.
set -eu
cd "$(dirname "$0")/.."
name=${1:?which name the site has, say solutions.example.org}
if [ -e .env ]; then
    echo ".env is there already: change it by hand." >&2
    exit 1
fi
secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
cat >.env <<END
SITE=$name
# Who vouches for it: internal is Caddy itself, for a trial; an email address has Let's Encrypt do it.
TLS=internal
SECRET_KEY=$(secret)
POSTGRES_PASSWORD=$(secret)
DATABASE_PASSWORD=$(secret)
REPLICATION_PASSWORD=$(secret)
END
echo "Written: .env. Keep a copy of it where the backups are."
