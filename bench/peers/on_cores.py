"""Runs a command on so many processor cores, always the same ones: on_cores.py 1 0 node program.js

The second number is how many cores to leave to others: 1 0 and 1 1 are two cores. Where the system cannot do that
(macOS), libraries are still told by environment variables how many threads to start.
"""

import os
import sys

count, left, *command = sys.argv[1:]
if hasattr(os, "sched_setaffinity"):
    # The last ones first: interrupts are mostly served by core 0.
    usable = sorted(os.sched_getaffinity(0), reverse=True)
    os.sched_setaffinity(0, usable[int(left) :][: int(count)])
os.execvp(command[0], command)
