"""A card for each page that is shared: the picture that messengers show beside its address.

- `model.py`: what stands on a card; `letters.py`: which signs there are letters for.
- `chart.py`: its map as SVG; `picture.py`, with `card.typ`: the card as PNG.
- `answers.py`: which pages have a card of their own, and the answer with it.
"""
