"""The rules of data modeling once more, in plain Python over dictionaries: slow, in memory, and right by inspection.

It is written from the reference of the service (``behaviour.md``), the official document and the stances in the
emulator's README, without the emulator's code, so that the two can be compared. It takes requests that are well formed.
"""
