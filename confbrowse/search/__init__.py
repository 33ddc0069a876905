"""Search: the query language, the index files, and the ranking of results.

The package does not know how results are shown, and only ``index_store`` knows the library. numpy
is imported by ``confbrowse.search.searcher``; parsing a query (``confbrowse.search.parser``) does
not need it.
"""
