"""Other engines on the part of the work that they can do: eight constraints and the nearest of the vectors left."""
