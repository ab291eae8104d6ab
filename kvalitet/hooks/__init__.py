"""Git's hooks: the scripts that call the tool, putting them in place and taking them away, and what they judge."""
