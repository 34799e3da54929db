"""Covers of documents: made small for slow lines, and rid of what cameras write into them."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from core.admin.forms import RecordForm

LARGEST = (480, 640)  # pixels, as shown on a phone with a sharp screen
MOST_PIXELS = 40_000_000  # that we are ready to read


class CoverForm(RecordForm):
    """The form of a record with a cover."""

    def clean_cover(self):
        cover = self.cleaned_data["cover"]
        return made_small(cover) if isinstance(cover, UploadedFile) else cover


def made_small(upload):
    """A small JPEG of an uploaded picture, upright and on white."""
    upload.seek(0)
    picture = Image.open(upload)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(f"Use a picture of at most {MOST_PIXELS // 1_000_000} megapixels.")
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail(LARGEST)
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    jpeg = BytesIO()
    paper.save(jpeg, "JPEG", quality=80, optimize=True, progressive=True)
    return ContentFile(jpeg.getvalue(), name="cover.jpg")
