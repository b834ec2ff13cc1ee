"""Gradescope: builds autograder.zip (`bundle`), grades there (`run`), serves Otter (`stock`)."""
