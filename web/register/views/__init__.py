"""The pages. Each view asks permissions, reads through queries, changes through actions; nothing else."""
