"""What the records show of a list of requirements on a day: never whether a law is met.

`evidence` judges the records that a demand asks for, `verdict` turns them into a state for each part of
the organisation, `checklist` does so for whole packs.
"""
