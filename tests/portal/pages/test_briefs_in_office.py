"""Briefs for editing open in LibreOffice, where there is one: tests/office.py."""

from tests.portal.pages.test_briefs import LONGEST, at, text_of_pdf


def test_they_open_and_tell_the_same(catalogue, client, office, tmp_path):
    told = {}
    for number, (address, words) in enumerate(list(LONGEST.items())[::3]):
        for form in ("docx", "odt"):
            file = tmp_path / f"{form}-{number}.{form}"
            file.write_bytes(client.get(at(address, form)).content)
            told[file.with_suffix(".pdf")] = words
    files = [path.with_suffix("." + path.name.partition("-")[0]) for path in told]
    office.convert("pdf", *files)
    for path, words in told.items():
        pages, text = text_of_pdf(path.read_bytes())
        assert words in text, path
        assert "The whole record" in text, path
        assert len(pages) <= 3, path  # two where its letters are those that Word has
