"""One blueprint a noun: fetch, form, deed, answer."""
