"""The tree as a Word document: the only room for python-docx and lxml."""
