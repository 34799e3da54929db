from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Forums"

    def ready(self):
        from forum import directory  # noqa: F401, PLC0415 has the directory hold our records
