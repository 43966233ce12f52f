"""Random schemas, graphs and requests, each a pure function of a random generator."""
