#!/bin/sh
# PgBouncer with the password of DATABASE_PASSWORD, which stands in memory alone (a tmpfs).
set -eu
umask 077
printf '"portal" "%s"\n' "$DATABASE_PASSWORD" >/run/pgbouncer/users.txt
exec pgbouncer /etc/pgbouncer/pgbouncer.ini
