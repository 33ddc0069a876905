"""What stays on disk: the library, which can be imported again, and the agenda, which cannot.

The only modules that say SQL. Every call is one connection and one transaction, so a store may be
used from any thread and by several confbrowses at once.
"""
