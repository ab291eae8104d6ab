"""Documents and reports: Markdown to a tree, and the tree to PDF."""
