"""The companies that come with the program: one, made up, for the demo and the tests."""
