"""The colours of the tones, for formats that have no style sheet: RRGGBB of the words, and of the ground under them.

The page in HTML has the same inks in `report.css`.
"""

INKS = {
    "against": "A31621",
    "contested": "6B2D90",
    "partly": "8A4B00",
    "going": "1D4F91",
    "met": "14633A",
    "outside": "59626B",
}
GROUNDS = {
    "against": "FBE9EA",
    "contested": "F2E9F7",
    "partly": "FCF1DF",
    "going": "E6EEF8",
    "met": "E5F2EA",
    "outside": "F2F4F6",
}
