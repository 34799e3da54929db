from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Catalogue"

    def ready(self):
        from initiatives import directory  # noqa: F401, PLC0415 has the directory hold our records
