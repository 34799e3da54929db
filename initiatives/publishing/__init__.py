"""What is asked of initiatives, organizations and documents before readers see them."""

from initiatives.publishing import claims, initiatives, others, twins, uptake, words

__all__ = ["claims", "initiatives", "others", "twins", "uptake", "words"]
