"""Sources of programmes: files, folders, archives, the web, the catalogue of conferences."""
