"""The review desk: pages for people, made on the server; the script adds keys alone."""
