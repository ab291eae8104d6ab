"""All records of a workspace without reading all of its files: rows and findings that are kept between runs.

- `reading.py`: many files to rows and what can be said of each file alone, in several processes
- `register.py`: the rows of a workspace as it is now; only what has changed since they were kept is read
- `verdict.py`: the findings of a workspace as it is now; only what a change can have touched is judged anew
- `store.py`: where both are kept: sealed files in the git folder, safe to delete
"""
