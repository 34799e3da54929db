# PgBouncer, from Debian's packages: nobody publishes an image of it in its own name.
ARG DEBIAN=docker.io/library/debian:trixie-slim
FROM ${DEBIAN}
# The version is that of the base's release, which mends it and changes it no more.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends pgbouncer \
    && rm -rf /var/lib/apt/lists/* /etc/pgbouncer/*
COPY deploy/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
COPY deploy/pgbouncer.sh /usr/local/bin/pgbouncer.sh
USER 10002:10002
EXPOSE 6432
HEALTHCHECK --interval=5s --timeout=3s CMD ["bash", "-c", "</dev/tcp/127.0.0.1/6432"]
CMD ["sh", "/usr/local/bin/pgbouncer.sh"]
