"""The command line: one file per command, `app` for a run, `frame` for all commands, `output` for the screen.

Starting a command makes some 30 000 objects that stay to its end. Python's collector would look through them time
and again for what nobody holds, a twentieth of a small command's time, so it is told to wait for more.
"""

import gc

gc.set_threshold(50_000, 20, 50)
