"""Records that nobody may see, and the same ones published, to know that the probe would see them.

Each has two words that stand nowhere else: a key, which may be asked for, and a secret, which never
is: a page may repeat the question, but the secret is on it only if the record is.
"""

from dataclasses import dataclass

SECRET, OPEN = "zelbrink", "openfjord"  # how the secrets of hidden and of published ones begin
CURATOR = "curator-of-the-faults"
PASSWORD = "FAULTS_PASSWORD"  # noqa: S105 the variable that holds it


@dataclass(frozen=True)
class Record:
    """kind: as addresses name it; key: also the slug; end: of the secret."""

    kind: str
    state: str
    key: str
    end: str
    start: str = SECRET

    @property
    def secret(self):
        return self.start + self.end

    @property
    def title(self):
        return f"{self.key.capitalize()} {self.secret}"

    @property
    def session(self):
        """The slug of a forum's session."""
        return f"session-of-{self.key}"

    def addresses(self):
        """Where the record itself is, for readers and for programs."""
        yield f"/{self.kind}/{self.key}/"
        yield f"/api/v1/{self.kind}/{self.key}/"
        if self.kind == "forums":
            yield f"/forums/{self.key}/{self.session}/"


HIDDEN = [
    Record("initiatives", "draft", "quorvath", "ak"),
    Record("initiatives", "in-review", "bramoxil", "em"),
    Record("initiatives", "archived", "treflund", "or"),
    Record("organizations", "draft", "gavistek", "ul"),
    Record("resources", "draft", "wumplert", "ip"),
    Record("people", "draft", "hoxtarim", "ot"),
    Record("forums", "draft", "jendulox", "ax"),
]
PUBLISHED = [
    Record("initiatives", "published", "fyxombra", "ak", OPEN),
    Record("organizations", "published", "skarvune", "ul", OPEN),
    Record("resources", "published", "plindrog", "ip", OPEN),
    Record("people", "published", "cwmbatho", "ot", OPEN),
    Record("forums", "published", "norxilva", "ax", OPEN),
]
# A draft that is published after a dump was made, and a draft again when that is restored.
RETURNING = Record("initiatives", "draft", "ebrocust", "yd", "lumwick")
