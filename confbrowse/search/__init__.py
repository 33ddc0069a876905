"""Which talks answer a query, best first: the query language, the indexes, the order of the answers.

Nothing here knows where talks are kept, or how answers are shown. numpy, which an engine needs, is
imported with ``confbrowse.search.engine``, not with what reads a query (``confbrowse.search.parse``).
"""
