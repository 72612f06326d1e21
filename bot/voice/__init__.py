"""How it is said: texts in Chinese and English, and their rendering."""
