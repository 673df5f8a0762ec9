"""Edit, save, see: runs of one program again and again."""
