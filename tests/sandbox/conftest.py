"""What tests of sessions share."""

from sessions import load, zygote  # noqa: F401 - fixtures
