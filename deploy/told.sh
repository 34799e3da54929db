# What the environment tells, or else .env: told NAME DEFAULT. Read by backup.sh and restore.sh.
told() {
    value=$(printenv "$1" || true)
    [ -n "$value" ] || value=$(sed -n "s/^\(export  *\)\{0,1\}$1=//p" .env | tail -n 1)
    value=$(printf '%s' "$value" | sed "s/^'\(.*\)'$/\1/; s/^\"\(.*\)\"$/\1/")
    printf '%s' "${value:-$2}"
}

url=$(told DATABASE_DIRECT_URL "$(told DATABASE_URL "")")
media=$(told MEDIA_ROOT var/media)
if [ -z "$url" ]; then
    echo "There is no DATABASE_URL in .env or in the environment." >&2
    exit 1
fi
