#!/bin/sh
# What a new primary holds: the portal's role and database, and the role and the slot of its replica.
# The image of PostgreSQL runs this once, when it has made its data.
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres --output=/dev/null \
    --set=portal="$DATABASE_PASSWORD" --set=replication="$REPLICATION_PASSWORD" <<'END'
CREATE ROLE portal LOGIN PASSWORD :'portal';
CREATE DATABASE portal OWNER portal ENCODING 'UTF8' TEMPLATE template0;
CREATE ROLE replication LOGIN REPLICATION PASSWORD :'replication';
SELECT pg_create_physical_replication_slot('replica');
END
echo 'host replication replication all scram-sha-256' >>"$PGDATA/pg_hba.conf"
