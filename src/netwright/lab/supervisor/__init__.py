"""The one process of a running lab, PID 1 of its PID namespace: `python -m netwright.lab.supervisor`."""
