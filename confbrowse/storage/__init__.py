"""What is stored on disk: the library, which can be imported again, and the agenda, which cannot.

Only these modules contain SQL. Each call is one connection and one transaction, so a store can be
used from any thread and by several processes at once.
"""
