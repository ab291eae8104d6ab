"""The command line: one file per command, `app` for the frame around them, `output` for the screen."""
