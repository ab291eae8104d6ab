"""Records: one file, one `Record` with typed look-ups; all of them, `Records`.

`record` gives values their field's meaning, `ids` says how records are named, `collection` finds
records by id, kind and link, `loading` reads them from the workspace, `answers` reads what people
type, `conditions` and `lacking` say what is required and what is missing, `seal` marks what was approved.
"""
