"""What readers and programs find where a record was that went into another."""

from dataclasses import dataclass

from core.history import current_edit
from core.models.merges import Merge
from core.models.records import PublicRecord

State = PublicRecord.State


@dataclass(frozen=True)
class Gone:
    """A record that went into another: its model, how it was known, and the key of the other."""

    model: type
    key: int
    public_id: str
    slug: str
    into: int

    @property
    def kind(self):
        return self.model._meta.model_name


def lead(gone, reason):
    """Have the addresses of what is gone lead on, as far as there is something public to lead to.

    The table of public records knows by now that it is gone. Of people it forgets the address at
    once, since they may ask for that; one who is there twice has not gone.
    """
    Merge.objects.bulk_create(
        [
            Merge(edit_id=current_edit(), kind=one.kind, row_id=one.key, into_id=one.into)
            for one in gone
        ],
        update_conflicts=True,  # of one that somebody had brought back
        unique_fields=["kind", "row_id"],
        update_fields=["edit", "into_id"],
    )
    for one in gone:
        records = PublicRecord.objects.of(one.model)
        other = records.public().filter(row_id=one.into).first()
        if other:
            records.withdrawn().filter(public_id=one.public_id).update(
                state=State.MERGED, replaced_by=other, reason=reason, slug=one.slug
            )


def undone(edit):
    """After the rows of an edit are back: have what had gone into one of its records follow it.

    What went into a merged record had been led on to where that went.
    """
    for merge in edit.merges.all():
        records = PublicRecord.objects.filter(kind=merge.kind)
        back = records.public().filter(row_id=merge.row_id).first()
        if back:
            keys = Merge.objects.into(merge.kind, [merge.row_id]).values("row_id")
            records.filter(row_id__in=keys, state=State.MERGED).update(replaced_by=back)
            merge.delete()
