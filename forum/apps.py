from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Forums"

    def ready(self):
        from forum import downloads, publishing  # noqa: F401, PLC0415 register theirs
        from forum.pages import citations  # noqa: F401, PLC0415 says what can be cited
        from forum.search import others  # noqa: F401, PLC0415 has our records indexed
