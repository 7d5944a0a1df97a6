"""How the weights of the bundled model are made; not part of the installed package."""
