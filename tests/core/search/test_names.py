"""Suggested names follow the revision: as they are where none has changed."""

from core.search.names import SuggestedNames, Suggestion

BRAZIL = (Suggestion("Brazil", "Country", "/countries/BRA/", 0, "BRA"), ["Brazil", "Brasil"])
KENYA = (Suggestion("Kenya", "Country", "/countries/KEN/", 0, "KEN"), ["Kenya", "Quênia"])


def test_the_same_names_are_not_sorted_again_and_are_of_the_new_revision():
    names = SuggestedNames(1, [BRAZIL])
    followed = names.followed_by(2, iter([BRAZIL]))
    assert (names.revision, followed.revision) == (1, 2)
    assert followed.beginning_with("bra") == names.beginning_with("bra") != []


def test_a_new_name_and_a_new_spelling_are_found_and_what_is_gone_is_not():
    names = SuggestedNames(1, [BRAZIL])
    assert names.followed_by(2, [KENYA]).beginning_with("bra") == []
    assert names.followed_by(2, [KENYA]).beginning_with("quen") != []
    renamed = (BRAZIL[0], ["Brazil", "Brésil"])
    assert names.followed_by(2, [renamed]).beginning_with("bresil") != []
