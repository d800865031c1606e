"""The review desk: pages for people, made on the server; a script adds keys, magnification and the comparison with the reference."""
