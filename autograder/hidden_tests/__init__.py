"""Hidden tests in Otter's exception format, one folder an assignment; never shipped to students."""
