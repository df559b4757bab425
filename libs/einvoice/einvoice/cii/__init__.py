"""CII, the other syntax of EN 16931, and Factur-X, a PDF that carries it."""
