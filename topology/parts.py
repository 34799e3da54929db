"""PgBouncer, HAProxy, Redis or Valkey, and Caddy, each set up as deploy/ says."""

import os
import socket
import ssl

import psycopg

from topology.programs import Program, as_somebody_else, deploy_file, program

WRITABLE = "target_session_attrs=read-write"  # in an address: or no connection is made
SITE = "solutions.example.org"  # whose address readers ask for


def listens(port):
    """Whether anybody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def pooler(folder, port, size, database):
    """PgBouncer before a database, which is told by the parameters of psycopg; not yet waited for.

    size: how many connections to PostgreSQL it may have.
    """
    path = program("pgbouncer")
    users, settings = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{database["user"]}" "{database.get("password", "")}"\n')
    settings.write_text(
        deploy_file(
            "pgbouncer.ini",
            **{
                "host=primary port=5432 dbname=portal": " ".join(
                    f"{name}={value}" for name, value in database.items()
                ),
                "listen_addr = *": "listen_addr = 127.0.0.1",
                "listen_port = 6432": f"listen_port = {port}",
                "/run/pgbouncer/users.txt": str(users),
                "default_pool_size = 20": f"default_pool_size = {size}",
            },
        )
    )
    login = {name: database[name] for name in ("user", "password") if name in database}

    def lends():
        try:
            psycopg.connect(host="127.0.0.1", port=port, dbname="portal", **login).close()
        except psycopg.OperationalError:
            return False
        return True

    return Program("pgbouncer", as_somebody_else([path, settings]), folder / "pgbouncer.log", lends)


def haproxy(folder, port, first, second):
    """HAProxy before two of `topology.postgres`, which leads to the one that can be written to.

    One of them has to be a primary by now; not yet waited for. Until it has asked both, it
    may lead to the wrong one.
    """
    path = program("haproxy")
    primary = first if first.is_primary() else second
    let_haproxy_ask(primary, first, second)
    settings = folder / "haproxy.cfg"
    places = {
        "127.0.0.1:6000": f"127.0.0.1:{port}",
        "a.example.org:5432": f"127.0.0.1:{first.port}",
        "b.example.org:5432": f"127.0.0.1:{second.port}",
    }
    settings.write_text(deploy_file("haproxy.cfg", **places))

    def leads():
        try:
            psycopg.connect(f"{primary.url(port)}?{WRITABLE}", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    return Program("haproxy", [path, "-f", settings, "-db"], folder / "haproxy.log", leads)


def let_haproxy_ask(primary, *servers):
    """Do on a primary, and on all servers, what the head of deploy/haproxy.cfg asks for."""
    with primary.connect("postgres", "postgres") as connection:
        connection.execute("CREATE ROLE haproxy LOGIN")
    for server in servers:
        server.let_in("host postgres haproxy 127.0.0.1/32 trust")


def cache(folder, port):
    """Valkey, or the Redis that Debian 12 has: the portal asks both the same."""
    command = [program("valkey-server", "redis-server"), "--port", port, "--bind", "127.0.0.1"]
    command += ["--save", "", "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"]
    return Program(
        "cache", [*command, "--dir", folder], folder / "cache.log", lambda: listens(port)
    )


def caddy(folder, ports, portals):
    """Caddy with HTTPS of an authority of its own, see `authority`.

    ports: for `http`, `https` and `admin`; portals: the ports of those behind it.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "SITE": SITE,
        "TLS": "internal",
        "HTTP_PORT": str(ports["http"]),
        "HTTPS_PORT": str(ports["https"]),
        "ADMIN": f"localhost:{ports['admin']}",
        "PORTALS": " ".join(f"127.0.0.1:{port}" for port in portals),
    }
    settings = folder / "Caddyfile"
    settings.write_text(deploy_file("Caddyfile"))
    command = [program("caddy"), "run", "--config", settings, "--adapter", "caddyfile"]

    def is_trusted():
        with reader(folder, ports["https"]):
            return True

    return Program("caddy", command, folder / "caddy.log", is_trusted, environment=environment)


def authority(folder):
    """The certificate of Caddy's authority, which a browser would have to be told of."""
    return folder / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"


def reader(folder, port):
    """A connection by HTTPS that trusts this authority and nobody else."""
    context = ssl.create_default_context(cafile=authority(folder))
    plain = socket.create_connection(("127.0.0.1", port), 60)
    return context.wrap_socket(plain, server_hostname=SITE)
