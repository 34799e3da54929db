from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Forums"

    def ready(self):
        from forum import downloads, publishing  # noqa: F401, PLC0415 register theirs
        from forum.pages import (  # noqa: F401, PLC0415 say what can be cited, and its cards
            citations,
            shared_cards,
        )
        from forum.search import others  # noqa: F401, PLC0415 has our records indexed
