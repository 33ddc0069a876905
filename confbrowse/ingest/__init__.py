"""Sources are read, merged with the library and stored as programmes."""
