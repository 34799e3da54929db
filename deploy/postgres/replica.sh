#!/bin/sh
# A replica of the primary: copied from it where there is no data yet, then following it. Arguments
# are passed on to postgres.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    pg_basebackup --pgdata="$PGDATA" --wal-method=stream --checkpoint=fast --slot=replica \
        --write-recovery-conf \
        --dbname="host=$PRIMARY_HOST port=$PRIMARY_PORT user=replication password=$REPLICATION_PASSWORD"
fi
exec postgres -D "$PGDATA" "$@"
