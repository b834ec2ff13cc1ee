"""The commands of `autograder`, one module each; slow imports are made when a command runs."""
