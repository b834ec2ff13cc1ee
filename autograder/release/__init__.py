"""From a homework to what students and Gradescope get, once the gate has proven it.

In: an assignment. Out: student.zip, autograder.zip, manifest.json, or what falls short.
Called by `cli`; `gradescope_run` and `otter_plugin` are started where that zip is unpacked.
"""
