"""Pictures that curators upload: made small, refused where they are none, gone with their use."""

import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from PIL import EpsImagePlugin, Image

from core.models import PublicationState
from initiatives.admin import covers as reading
from initiatives.models import Resource
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import ResourceFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(UserFactory(groups=[EDITORS]))
    resource = ResourceFactory(publication="draft", slug="report")
    return Page(client, url_of(Resource, "change", resource.pk))


def picture(kind="PNG", size=(2000, 3000), mode="RGBA", **options):
    content = BytesIO()
    Image.new(mode, size).save(content, kind, **options)
    return content.getvalue()


def upload(content, name="cover.png"):
    return SimpleUploadedFile(name, content)


def covers(folder):
    return sorted(path.name for path in folder.glob("covers/*"))


def test_a_cover_becomes_a_small_jpeg_on_white_without_what_a_camera_wrote(page, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    page.fill(cover=upload(picture(exif=exif))).send()
    content = (tmp_path / Resource.objects.get().cover.name).read_bytes()
    cover = Image.open(BytesIO(content))
    assert (cover.format, cover.size) == ("JPEG", (427, 640))
    assert not cover.getexif()
    assert b"Exif" not in content
    assert cover.getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "CMYK"),
        ("GIF", "P"),
        ("WEBP", "RGBA"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("PNG", "I;16"),
    ],
)
def test_pictures_of_the_four_formats_are_taken_whatever_they_are_called(page, kind, mode):
    page.fill(cover=upload(picture(kind, (20, 10), mode), f"{'x' * 120}.bin"))
    assert page.send().status_code == 302


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "EPS", "ICO", "TGA"])
@pytest.mark.parametrize("called", ["cover.png", "cover.{}"])
def test_no_other_format_is_opened_whatever_it_is_called(page, tmp_path, monkeypatch, kind, called):
    """An EPS is a program in PostScript, for which Pillow would start Ghostscript."""
    monkeypatch.setattr(EpsImagePlugin, "Ghostscript", lambda *args, **kwargs: 1 / 0)
    content = picture(kind, (20, 10), "RGB")
    page.fill(cover=upload(content, called.format(kind.lower()))).send()
    assert page.errors == {"cover": [reading.NOT_WHOLE]}
    assert covers(tmp_path) == []


@pytest.mark.parametrize("kind", reading.FORMATS)
@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.9])
def test_half_a_picture_is_refused_beside_the_field_and_what_was_typed_stays(
    page, tmp_path, kind, part
):
    content = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(content, kind)
    half = content.getvalue()[: int(len(content.getvalue()) * part)]
    page.fill(title="Just typed", cover=upload(half, f"half.{kind.lower()}")).send()
    assert page.errors == {"cover": [reading.NOT_WHOLE]}
    assert 'value="Just typed"' in page.response.content.decode()
    assert covers(tmp_path) == []


def test_what_is_larger_than_we_read_is_refused_with_its_size(page, tmp_path):
    page.fill(cover=upload(picture(size=(2, 2)) + bytes(10_400_000))).send()
    assert page.errors == {"cover": ["Use a picture of at most 10 MB: this one has 10.4 MB."]}
    for size in ((8000, 6000), (10_000, 10_000), (20_000, 20_000)):
        page.fill(cover=upload(picture("PNG", size, "1"))).send()
        assert page.errors == {"cover": ["Use a picture of at most 40 megapixels."]}
    assert covers(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "cover.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cover.svg"),
        (picture(size=(2, 2))[:40], "cover.png"),
        (b"", "cover.png"),
    ],
)
def test_what_is_no_picture_is_refused(page, tmp_path, content, name):
    page.fill(cover=upload(content, name)).send()
    assert set(page.errors) == {"cover"}
    assert covers(tmp_path) == []


def test_a_cover_has_a_name_that_neither_its_uploader_nor_a_stranger_chooses(page, tmp_path):
    page.fill(cover=upload(picture(size=(9, 9)), "../../../etc/x.png")).send()
    (first,) = covers(tmp_path)
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", first)


def test_a_record_that_is_refused_leaves_no_file_behind(page, tmp_path):
    page.fill(cover=upload(picture(size=(9, 9)))).send("_publish")
    assert page.errors == {"__all__": ["It has no source."]}
    assert covers(tmp_path) == []


def test_a_save_that_the_database_refuses_leaves_no_file_behind(page, tmp_path, monkeypatch):
    def break_a_rule(*args):
        raise IntegrityError("A rule that only the database knows.")

    monkeypatch.setattr(connection, "check_constraints", break_a_rule)
    assert page.fill(cover=upload(picture(size=(9, 9)))).send().status_code == 200
    assert set(page.errors) == {"__all__"}
    assert covers(tmp_path) == []


def test_a_disk_that_takes_no_picture_is_told_and_the_rest_can_be_saved(page, tmp_path):
    (tmp_path / "covers").touch()  # where no folder can be
    page.fill(title="Just typed", cover=upload(picture(size=(9, 9)))).send()
    assert page.errors == {"cover": [reading.NOT_KEPT]}
    page.fill(title="Just typed", cover="").send()
    assert (Resource.objects.get().title, Resource.objects.get().cover.name) == ("Just typed", "")


def test_no_upload_is_put_into_a_temporary_file(page, monkeypatch):
    def no_disk(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", no_disk)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", no_disk)
    page.fill(cover=upload(picture(size=(2, 2)) + bytes(9_000_000))).send()
    assert Resource.objects.get().cover.name


class TestFile:
    """The file of a cover lives as long as a document names it."""

    @pytest.fixture
    def resource(self, page, tmp_path):
        page.fill(cover=upload(picture(size=(9, 9)))).send()
        assert len(covers(tmp_path)) == 1
        return Resource.objects.get()

    def test_a_cover_that_is_taken_away_goes_from_the_disk(
        self, page, resource, tmp_path, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            Page(page.client, page.url).fill(**{"cover-clear": "on"}).send()
        assert not Resource.objects.get().cover
        assert covers(tmp_path) == []

    def test_a_cover_that_is_replaced_goes_and_the_new_one_stays(
        self, page, resource, tmp_path, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            Page(page.client, page.url).fill(cover=upload(picture(size=(7, 7)))).send()
        assert covers(tmp_path) == [Path(Resource.objects.get().cover.name).name]

    def test_a_cover_that_stays_stays(
        self, page, resource, tmp_path, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            Page(page.client, page.url).fill(title="Another").send()
        assert covers(tmp_path) == [Path(resource.cover.name).name]

    def test_a_cover_goes_with_its_document_but_not_before_the_commit(
        self, resource, tmp_path, django_capture_on_commit_callbacks
    ):
        with (
            django_capture_on_commit_callbacks(execute=True),
            suppress(IntegrityError),
            transaction.atomic(),
        ):
            resource.delete()
            raise IntegrityError
        assert covers(tmp_path) == [Path(resource.cover.name).name]
        with django_capture_on_commit_callbacks(execute=True):
            Resource.objects.all().delete()
        assert covers(tmp_path) == []


class TestAddress:
    @pytest.fixture
    def resource(self, page):
        page.fill(cover=upload(picture(size=(9, 9)))).send()
        resource = Resource.objects.get()
        resource.citations.create(source=SourceFactory())
        return resource

    @pytest.mark.parametrize("state", PublicationState)
    def test_readers_see_the_covers_of_published_documents_only(self, resource, state):
        Resource.objects.update(publication=state)
        response = Client().get(resource.cover.url)
        assert response.status_code == (200 if state == "published" else 404)
        if state == "published":
            content = b"".join(response.streaming_content)
            assert Image.open(BytesIO(content)).size == (9, 9)
            assert response.headers["Content-Type"] == "image/jpeg"
            assert "max-age=0" in response.headers["Cache-Control"]
            assert "Vary" not in response.headers

    @pytest.mark.parametrize(("roles", "status"), [([CURATORS], 200), ([], 404)])
    def test_who_sees_a_draft_at_the_desk_sees_its_cover(self, resource, client, roles, status):
        client.force_login(UserFactory(groups=roles))
        response = client.get(resource.cover.url)
        assert response.status_code == status
        if status == 200:
            assert response.headers["Cache-Control"] == "private, no-store"
            response.close()

    def test_a_deleted_document_has_no_cover(self, resource):
        Resource.objects.all().delete()
        assert Client().get(resource.cover.url).status_code == 404

    @pytest.mark.parametrize(
        "name", ["x" * 260, "x" * 5000, "..", "x%00", "%2e%2e%2fsecret_key", "a b.jpg", "x.jpg", ""]
    )
    def test_an_address_of_no_cover_is_not_found(self, resource, name):
        assert Client().get(f"/media/covers/{name}").status_code == 404
