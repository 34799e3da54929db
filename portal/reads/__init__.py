"""How often records are read and taken away: numbers for each day, and nothing of who it was.

What a request says is looked at while it is answered: the address, and whether it comes from a
robot. Kept is that one record was asked for once more on that day. `counter.py` counts in the web
server of the portal; `logs.py` what the server in front has noted, where that answers by itself.
"""
