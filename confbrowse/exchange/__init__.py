"""Taking the agenda out and bringing others in: to files, from files, and in step with a mirror."""
