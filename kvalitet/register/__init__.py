"""All records of a workspace without reading all of its files: rows and findings that are kept between runs.

- `contents.py`: which content each file has, without reading those that git is sure of
- `reading.py`: many files to rows and what can be said of each file alone, in several processes
- `register.py`: the rows of a workspace as it is now; only what has changed since they were kept is read
- `parts.py`, `together.py`, `asked.py`: what the findings are made of, and what each of them rests on
- `verdict.py`: the findings of a workspace as it is now; only what a change can have touched is judged anew
- `kept.py`, `plain_findings.py`, `store.py`: both as they are kept, in sealed files in the git folder, safe to delete
"""
